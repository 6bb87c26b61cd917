export { databaseConnection, databaseSettings } from './database.ts'
export {
  type CleanGeo,
  type CleanRecords,
  type CleanUser,
  DATASET_VERSION,
  type Dataset,
  DEFAULT_ROWS,
  DEFAULT_SEED,
  generateDataset,
  type Post,
} from './dataset.ts'
export type { Format } from './formats.ts'
export {
  type DatabaseConnection,
  DatasetError,
  type LoadOptions,
  type LoadResult,
  loadDataset,
} from './load.ts'
export type { CleanPin } from './pins.ts'
export { cleanTables } from './targets.ts'
export { type WriteOptions, writeDataset } from './write.ts'
