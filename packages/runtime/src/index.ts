export type { AdminSource, Readiness } from './admin.ts'
export {
  answerArguments,
  type ServiceAbout,
  type SettingText,
  serviceConfig,
  settingsFile,
  settingsHelp,
  settingTexts,
} from './command-line.ts'
export {
  ConfigError,
  loadConfig,
  processSettings,
  readSettings,
  type SettingsRead,
  setting,
} from './config.ts'
export { CodedError, findCause } from './errors.ts'
export {
  createLogger,
  isTextLog,
  type LogFormat,
  type Logger,
  type LoggerOptions,
} from './logger.ts'
export { createMetrics, type Metrics } from './metrics.ts'
export {
  exitOnError,
  exitOnLoggedError,
  type LoggingProcess,
  type RunningService,
  runService,
  type ServiceHost,
} from './service.ts'
export type { ShutdownStep } from './shutdown.ts'
