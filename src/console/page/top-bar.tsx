/** What stands above everything: where the page is from, and where its API is described. */
export const TopBar = ({ mount }: { readonly mount: string }) => (
  <header class="top">
    <a href={`${mount}/`}>openapi-sandbox</a>
    <span>Console</span>
    <a class="docs" href={`${mount}/_docs/_sandbox`}>
      Control API
    </a>
  </header>
)
