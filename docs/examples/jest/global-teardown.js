export default () => globalThis.sandboxServer.close()
