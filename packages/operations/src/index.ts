export { type OperationsSettings, operationsSettings } from './config.ts'
export { landed } from './landing.ts'
export { type Provisioned, provision } from './provision.ts'
export type { LandedOffsets, LandingOptions } from './wait-until-landed.ts'
