/** Where a page of the console is: which server, and which sandbox it shows. */
export interface Place {
  /** The path in front of everything, where an application embeds the server; else empty. */
  readonly mount: string
  readonly sandbox: string
  /** True when the host name selects the sandbox, so that no path or header may name another one. */
  readonly isByHost: boolean
}

const inHost = /^([^.]+)\.localhost$/i

/** Reads the place off the address of the page. */
export const readPlace = ({
  pathname,
  hostname,
}: Readonly<Record<'pathname' | 'hostname', string>>): Place => {
  const before = pathname.slice(0, pathname.lastIndexOf('/_sandbox'))
  const [, mount = '', named] = /^(.*?)(?:\/(?:@|%40)([^/]+))?$/i.exec(before) ?? []
  const host = inHost.exec(hostname)?.[1]
  return { mount, sandbox: named ?? host ?? 'default', isByHost: host !== undefined }
}

/** The path of the console of a sandbox, on this host. */
export const consolePath = ({ mount }: Place, sandbox: string): string =>
  `${mount}${sandbox === 'default' ? '' : `/@${sandbox}`}/_sandbox/`
