/** What the page uses of Preact: the one door of that library. JSX brings in its own part. */
export { createContext, render } from 'preact'
export type { ComponentChildren, InputHTMLAttributes, SelectHTMLAttributes } from 'preact'
export {
  useContext,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'preact/hooks'
