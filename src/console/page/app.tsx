import { createControlClient } from '../../control-client/index.js'
import { consolePath, type Place, readPlace } from './place.js'
import { useEffect, useMemo, useState } from './preact.js'
import { SandboxContext, type SandboxView } from './sandbox-context.js'
import { SandboxPage } from './sandbox-page.js'
import { storedToken, storeToken } from './stored-token.js'
import { Sidebar } from './sidebar.js'
import { TokenForm } from './token-form.js'
import { TopBar } from './top-bar.js'
import { useNotice } from './use-notice.js'
import { useSandboxes } from './use-sandboxes.js'

/** Which sandbox is shown: the address of the page follows, and the other way round. */
const useChosen = (place: Place) => {
  const [name, setName] = useState(place.sandbox)
  useEffect(() => {
    const back = (): void => setName(readPlace(location).sandbox)
    addEventListener('popstate', back)
    return () => removeEventListener('popstate', back)
  }, [])
  useEffect(() => {
    document.title = `${name} · openapi-sandbox console`
  }, [name])
  const choose = (next: string): void => {
    if (place.isByHost) {
      const { protocol, port } = location
      location.assign(`${protocol}//localhost${port && `:${port}`}${consolePath(place, next)}`)
      return
    }
    history.pushState(null, '', consolePath(place, next) + location.hash)
    setName(next)
  }
  return { name, choose }
}

const useToken = () => {
  const [token, setToken] = useState(storedToken)
  const give = (next: string | undefined): void => {
    storeToken(next)
    setToken(next)
  }
  return [token, give] as const
}

/** The console: sandboxes on the left, the chosen one beside them. */
export const App = ({ place }: { readonly place: Place }) => {
  const { name, choose } = useChosen(place)
  const [token, setToken] = useToken()
  const [changes, setChanges] = useState(0)
  const { text, notify } = useNotice()
  const client = useMemo(
    () =>
      createControlClient({
        url: location.origin + place.mount,
        // Where the host selects the sandbox nothing else may.
        ...(!place.isByHost && { sandbox: name }),
        ...(token !== undefined && { token }),
      }),
    [name, token],
  )
  const onChange = (): void => setChanges((count) => count + 1)
  const view: SandboxView = { client, name, changes, onChange, notify }
  const { sandboxes, chosen, isClosed, isPartial, problem } = useSandboxes(view)
  return (
    <SandboxContext.Provider value={view}>
      <a class="skip" href="#main">
        Skip to the sandbox
      </a>
      <TopBar mount={place.mount} />
      <Sidebar
        {...{ sandboxes, choose, isPartial: isPartial && !isClosed, problem, onToken: setToken }}
      />
      <main id="main" tabIndex={-1}>
        {isClosed ? (
          <TokenForm isWrong={token !== undefined} onToken={setToken} choose={choose} />
        ) : (
          <SandboxPage key={name} details={chosen} choose={choose} problem={problem} />
        )}
      </main>
      <p class="notice" role="status" aria-live="polite">
        {text}
      </p>
    </SandboxContext.Provider>
  )
}
