export { databaseConnection, databaseSettings } from './database.ts'
export {
  type CleanGeo,
  type CleanRecords,
  type CleanUser,
  type Dataset,
  DEFAULT_ROWS,
  DEFAULT_SEED,
  generateDataset,
  type Post,
} from './dataset.ts'
export {
  type DatabaseConnection,
  DatasetError,
  type LoadOptions,
  type LoadResult,
  loadDataset,
} from './load.ts'
export type { CleanPin } from './pins.ts'
