/**
 * The database itself: opening, migrating, caring for it, its schema. The only room with a driver.
 */
export { databaseNow, wallClock, wallDate } from './clock.js';
export { type Database, openDatabase } from './database.js';
export { insertRows } from './insert-rows.js';
export { toJson, toJsonInTurns } from './json.js';
export { lockName, lockNames } from './lock-name.js';
export { maintain } from './maintain.js';
export { migrate } from './migrate.js';
export { type Origins, packOrigins } from './pack-origins.js';
export type { HubSchema, Sql } from './schema.js';
export { isDatabaseUnavailable } from './unavailable.js';
