// The try-it of a page: mounts the reference component in the place of the text, and asks this server for what it shows.
// Plain script: browsers get it as it is.
;(() => {
  const section = document.getElementById('try-it')
  const text = document.getElementById('text')
  if (!section || !text || !window.Scalar) return

  const { mount, files, sandbox: named, contract } = section.dataset
  const status = section.querySelector('[role=status]')
  const reference = section.querySelector('#reference')
  const login = section.querySelector('form.login')
  const say = (words) => {
    status.textContent = words
  }

  // ---- What is remembered: the name of the sandbox, and who is logged in to it. A browser may forbid that.

  const storeName = `openapi-sandbox ${mount}`
  const remembered = () => {
    try {
      return JSON.parse(localStorage.getItem(storeName) ?? '{}') ?? {}
    } catch {
      return {}
    }
  }
  const remember = (changes) => {
    try {
      localStorage.setItem(storeName, JSON.stringify({ ...remembered(), ...changes }))
    } catch {
      // The page works all the same; the next one begins anew.
    }
  }
  const userKey = (sandbox) => `${sandbox} ${contract}`
  const rememberedUser = (sandbox) => remembered().users?.[userKey(sandbox)]
  // The users of other sandboxes are of no use any more.
  const rememberUser = (sandbox, user) => {
    const known = Object.entries(remembered().users ?? {}).filter(([key]) =>
      key.startsWith(`${sandbox} `),
    )
    remember({ users: { ...Object.fromEntries(known), [userKey(sandbox)]: user } })
  }

  // ---- What this server is asked

  const isName = (name) => typeof name === 'string' && /^[a-z0-9][a-z0-9_-]{0,62}$/.test(name)

  /** What the page shows. A name that the server does not know any more is given up for the one it offers. */
  const ask = async () => {
    const known = named || remembered().sandbox
    const places = [...(isName(known) ? [`/@${known}`] : []), '']
    for (const place of places) {
      const answer = await fetch(`${mount}${place}${files}`, { credentials: 'omit' })
      if (!answer.ok) continue
      const shown = await answer.json()
      if (!named) remember({ sandbox: shown.sandbox })
      return shown
    }
    return undefined
  }

  const control = async (sandbox, operation, body) => {
    const answer = await fetch(`${mount}/@${sandbox}/_sandbox/v1/${operation}`, {
      method: 'POST',
      credentials: 'omit',
      ...(body && { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
    })
    const answered = answer.status === 204 ? {} : await answer.json().catch(() => ({}))
    if (!answer.ok)
      throw new Error(answered.detail ?? answered.message ?? `status ${answer.status}`)
    return answered
  }

  // ---- Credentials, as the component takes them

  const filled = ({ type, scheme, flows }, credential, value) => {
    if (type === 'apiKey') return { value }
    if (type === 'oauth2')
      return { flows: Object.fromEntries(flows.map((flow) => [flow, { token: credential }])) }
    if (scheme !== 'basic') return { token: credential }
    const colon = credential.indexOf(':')
    return { username: credential.slice(0, colon), password: credential.slice(colon + 1) }
  }

  /** Logs in; a browser sends no cookie that a script has made, so that schemes in cookies stay empty. */
  const credentialsOf = async ({ sandbox, login: { operation, schemes } }, user) => {
    if (operation === 'tokens') {
      const { token } = await control(sandbox, 'tokens', { email: user })
      const bearer = schemes.filter(({ type, scheme }) => type === 'http' && scheme === 'bearer')
      return Object.fromEntries(bearer.map((scheme) => [scheme.name, filled(scheme, token)]))
    }
    const made = schemes.map(async (scheme) => {
      const answered = await control(sandbox, 'credentials', { user, scheme: scheme.name })
      return [scheme.name, filled(scheme, answered.credential, answered.value), answered.in]
    })
    const found = (await Promise.all(made)).filter(([, , place]) => place !== 'cookie')
    return Object.fromEntries(found)
  }

  /** Who is not logged in presents something all the same: the mock asks for no more. */
  const placeholdersFor = ({ login: how }) =>
    Object.fromEntries(
      (how?.schemes ?? []).map((scheme) => [
        scheme.name,
        filled(scheme, scheme.placeholder, scheme.placeholder),
      ]),
    )

  /**
   * The alternative that the operations of a page take, and that is filled in: a list of the schemes that it has.
   * None where operations differ: each then has its own.
   */
  const preferredSchemes = ({ paths, security = [] }, securitySchemes) => {
    const operations = Object.values(paths).flatMap((item) => Object.values(item))
    const isFilled = (names) => names.length > 0 && names.every((name) => securitySchemes[name])
    const taken = operations.flatMap((operation) => {
      const alternatives = (operation?.security ?? security).map((one) => Object.keys(one))
      const found = alternatives.find(isFilled)
      return found ? [JSON.stringify(found)] : []
    })
    return new Set(taken).size === 1 ? [JSON.parse(taken[0])] : undefined
  }

  // ---- The reference component

  const dark = window.matchMedia('(prefers-color-scheme: dark)')

  /** Mock or sandbox: the page after this one begins with what was chosen. Servers elsewhere are chosen each time. */
  const isHere = (url) => url.startsWith(`${window.location.origin}${mount}/`)
  const withChosenServer = (document) => {
    const { server } = remembered()
    const isServer = document.servers.some(({ url }) => url === server && isHere(url))
    return isServer ? { ...document, 'x-scalar-selected-server': server } : document
  }

  const readMark = '#reference'
  const configurationFor = (shown, securitySchemes, onLoaded) => ({
    content: withChosenServer(shown.document),
    onServerChange: (url) => remember({ server: isHere(url) ? url : undefined }),
    authentication: {
      preferredSecurityScheme: preferredSchemes(shown.document, securitySchemes),
      securitySchemes,
    },
    // No request leaves for anywhere but the server that is chosen.
    proxyUrl: '',
    withDefaultFonts: false,
    telemetry: false,
    agent: { disabled: true },
    mcp: { disabled: true },
    showDeveloperTools: 'never',
    hideClientButton: true,
    hiddenClients: true,
    persistAuth: false,
    // What the page around it has itself.
    showSidebar: false,
    hideSearch: true,
    hideDarkModeToggle: true,
    documentDownloadType: 'none',
    hideModels: true,
    forceDarkModeState: dark.matches ? 'dark' : 'light',
    // Its looks are in try-it.css.
    theme: 'none',
    defaultOpenAllTags: true,
    // The component notes in the address how far it was read; whatever else stands there means nothing to it.
    pathRouting: { basePath: readMark },
    onLoaded,
  })

  let instance
  const mountReference = (shown, securitySchemes) => {
    const isFirst = instance === undefined
    const { scrollX, scrollY } = window
    // Who reads on stays where they are.
    if (!isFirst && window.location.hash.startsWith(readMark))
      window.history.replaceState(null, '', window.location.pathname + window.location.search)
    reference.style.minHeight = `${reference.offsetHeight}px`
    instance?.destroy()
    const place = document.createElement('div')
    reference.replaceChildren(place)
    const onLoaded = () => {
      if (isFirst) return show('reference')
      window.scrollTo(scrollX, scrollY)
      reference.style.minHeight = ''
    }
    const configuration = configurationFor(shown, securitySchemes, onLoaded)
    instance = window.Scalar.createApiReference(place, configuration)
  }

  // ---- The page

  /** The URLs stand above the reference as well: its own list of servers shows one of them at a time. */
  const copyUrls = () => {
    const heading = text.querySelector('#urls')
    const urls = document.createElement('div')
    urls.className = 'urls'
    let next = heading?.nextElementSibling
    for (; next && next.tagName !== 'H2'; next = next.nextElementSibling)
      urls.append(next.cloneNode(true))
    if (urls.hasChildNodes()) reference.before(urls)
  }

  const show = (view) => {
    text.hidden = view === 'reference'
    for (const part of section.querySelectorAll('.urls, #reference'))
      part.hidden = view !== 'reference'
    section.hidden = false
    for (const button of section.querySelectorAll('[data-view]'))
      button.setAttribute('aria-pressed', String(button.dataset.view === view))
  }

  /** People whom the server knows are chosen; a contract without a list of them takes any name. */
  const showPeople = ({ people, login: how }) => {
    if (!how) return
    const isClosed = how.operation === 'tokens' && people.length > 0
    const field = document.createElement(isClosed ? 'select' : 'input')
    const options = people.map(({ user, label }) => new Option(label, user))
    const before = login.elements.user?.value
    if (isClosed) field.append(...options)
    else field.setAttribute('list', 'people')
    field.name = 'user'
    field.required = true
    login.querySelector('datalist').replaceChildren(...(isClosed ? [] : options))
    login.querySelector('label').replaceChildren('Log in as ', field)
    field.value = before || people[0]?.user || 'user@example.com'
    login.hidden = false
  }

  let shown
  const refresh = async (words, made) => {
    shown = await ask()
    if (!shown) return
    section.querySelector('.sandbox code').textContent = shown.sandbox
    showPeople(shown)
    const user = shown.login && rememberedUser(shown.sandbox)
    let securitySchemes = {}
    if (user)
      try {
        securitySchemes = made ?? (await credentialsOf(shown, user))
        login.elements.user.value = user
        say(words ?? `Logged in as ${user}.`)
      } catch (error) {
        say(`${user} could not be logged in: ${error.message}`)
      }
    else {
      securitySchemes = placeholdersFor(shown)
      say(words ?? '')
    }
    mountReference(shown, securitySchemes)
  }

  /** Does what a button asks for, once at a time, and tells what became of it. */
  const doing = (words, work) => async (event) => {
    event.preventDefault()
    const controls = [...section.querySelectorAll('.bar button, .bar input, .bar select')]
    controls.forEach((one) => (one.disabled = true))
    say(words)
    try {
      await work()
    } catch (error) {
      say(`That did not work: ${error.message}`)
    } finally {
      controls.forEach((one) => (one.disabled = false))
    }
  }

  login.addEventListener(
    'submit',
    doing('Logging in …', async () => {
      const user = login.elements.user.value.trim()
      const made = await credentialsOf(shown, user)
      rememberUser(shown.sandbox, user)
      await refresh(undefined, made)
    }),
  )
  section.querySelector('.reset').addEventListener(
    'click',
    doing('Resetting …', async () => {
      await control(shown.sandbox, 'reset')
      await refresh('Your sandbox has its first contents again.')
    }),
  )
  for (const button of section.querySelectorAll('[data-view]'))
    button.addEventListener('click', () => show(button.dataset.view))
  dark.addEventListener('change', () => void refresh())

  copyUrls()
  refresh().catch((error) => say(`The reference could not be shown: ${error.message}`))
})()
