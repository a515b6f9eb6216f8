/** Pages whose commands are run and whose tests are tried. */
export const guides: readonly string[] = [
  'README.md',
  'docs/contracts.md',
  'docs/docs-site.md',
  'docs/steering.md',
  'docs/sandboxes.md',
  'docs/sandbox-control.md',
  'docs/seed.md',
  'docs/library.md',
  'docs/serving.md',
  'docs/samples.md',
  'docs/testing.md',
]
