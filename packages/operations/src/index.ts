export { type OperationsSettings, operationsSettings } from './config.ts'
export { type LandedOffsets, type LandingOptions, landed } from './landing.ts'
export { type Provisioned, provision } from './provision.ts'
