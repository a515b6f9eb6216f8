import { useSandbox } from './sandbox-context.js'

/** Pages that are not on https or loopback have no clipboard: there the text is selected and copied. */
const copyBySelection = (text: string): boolean => {
  const area = document.createElement('textarea')
  area.value = text
  document.body.append(area)
  area.select()
  const isDone = document.execCommand('copy')
  area.remove()
  return isDone
}

const copy = async (text: string): Promise<boolean> => {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copyBySelection(text)
  }
}

/** A button that puts a text on the clipboard. */
export const CopyButton = ({ label, text }: { readonly label: string; readonly text: string }) => {
  const { notify } = useSandbox()
  const run = async () => notify((await copy(text)) ? 'Copied' : 'The browser did not let it copy')
  return (
    <button type="button" onClick={() => void run()}>
      {label}
    </button>
  )
}
