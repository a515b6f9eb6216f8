import eslint from '@eslint/js'
import { defineConfig, globalIgnores } from 'eslint/config'
import typescript from 'typescript-eslint'

const sizes = { max: 300, skipBlankLines: true, skipComments: true }

const unused = { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }

export default defineConfig(
  globalIgnores(['dist/', 'coverage/', 'data/', '.cache/', 'src/generated/']),
  eslint.configs.recommended,
  typescript.configs.recommended,
  {
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', unused],
      complexity: ['error', 15],
      eqeqeq: 'error',
      'max-lines': ['error', sizes],
      'max-lines-per-function': ['error', { ...sizes, max: 40 }],
      'no-console': 'error',
      'prefer-const': 'error',
    },
  },
  {
    // Types are looked up only where a forgotten await would lose a write or an error.
    files: ['src/**/*.{ts,tsx}'],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
    },
  },
  {
    files: ['test/**', 'bench/**'],
    rules: { 'max-lines-per-function': 'off', 'max-lines': ['error', { ...sizes, max: 600 }] },
  },
  {
    files: ['src/cli/print.ts', 'scripts/**', 'bench/**', 'corpus/**'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['**/*.mjs', '**/*.js'],
    languageOptions: {
      globals: {
        AbortSignal: 'readonly',
        Blob: 'readonly',
        Buffer: 'readonly',
        FormData: 'readonly',
        Headers: 'readonly',
        Request: 'readonly',
        Response: 'readonly',
        console: 'readonly',
        fetch: 'readonly',
        performance: 'readonly',
        process: 'readonly',
        URL: 'readonly',
        URLSearchParams: 'readonly',
        btoa: 'readonly',
        clearTimeout: 'readonly',
        setTimeout: 'readonly',
      },
    },
  },
  {
    files: ['docs/examples/jest/**'],
    languageOptions: {
      globals: Object.fromEntries(
        ['afterAll', 'afterEach', 'beforeAll', 'expect', 'test'].map((name) => [name, 'readonly']),
      ),
    },
  },
  {
    files: ['src/docs-site/assets/**/*.js'],
    languageOptions: {
      globals: {
        Option: 'readonly',
        document: 'readonly',
        localStorage: 'readonly',
        window: 'readonly',
      },
    },
  },
)
