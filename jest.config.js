/** Every package's tests in one run; `npm test` picks unit, integration and end-to-end by path. */
export default {
  projects: [
    '<rootDir>/packages/*/jest.config.js',
    '<rootDir>/services/*/jest.config.js',
    '<rootDir>/e2e/jest.config.js',
    '<rootDir>/e2e/*/jest.config.js',
    '<rootDir>/bench/jest.config.js',
  ],
}
