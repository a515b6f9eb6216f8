export default {
  testEnvironment: 'node',
  transform: {},
  globalSetup: './global-setup.js',
  globalTeardown: './global-teardown.js',
}
