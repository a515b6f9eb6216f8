import { App } from './app.js'
import { readPlace } from './place.js'
import { render } from './preact.js'

const root = document.getElementById('console')
if (root) render(<App place={readPlace(location)} />, root)
