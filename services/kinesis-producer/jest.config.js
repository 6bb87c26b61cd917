export { default } from '../../jest.base.config.js'
