import type { ComponentChildren } from './preact.js'

/** What stands where there is nothing yet: how something comes to be there. */
export const Empty = ({ children }: { readonly children: ComponentChildren }) => (
  <p class="empty">{children}</p>
)
