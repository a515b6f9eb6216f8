export default {
  testMatch: '*.spec.js',
  globalSetup: './global-setup.js',
  fullyParallel: true,
  // Where a browser is installed already.
  use: { launchOptions: { executablePath: process.env.CHROMIUM } },
}
