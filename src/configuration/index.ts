/**
 * Everything people write, read and checked as one.
 */
export { type Configuration, ConfigurationError, loadConfiguration } from './configuration.js';
