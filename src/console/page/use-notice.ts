import { useRef, useState } from './preact.js'

/** So long a notice can be read, in milliseconds. */
const shown = 4000

/** What was done, said for a while. */
export const useNotice = () => {
  const [text, setText] = useState('')
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const notify = (said: string): void => {
    clearTimeout(timer.current)
    setText(said)
    timer.current = setTimeout(() => setText(''), shown)
  }
  return { text, notify }
}
