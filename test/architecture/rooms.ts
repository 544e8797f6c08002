/**
 * The plan of the house: who may import whom, what lies inside each room, and where each outside package lives.
 *
 * A rule is changed here and in ARCHITECTURE.md together, on purpose, never by a file that breaks it.
 */

import { stepNames } from '../../src/vocabulary/steps.js';

export interface RoomRule {
  /** Rooms that may be imported, by their doors. */
  imports: string[];
  /** Rooms of which only types may be imported. */
  types?: string[];
  /** The rooms inside, and which of their neighbours each may import. All may import the files that lie in the room itself. */
  inside?: Record<string, string[]>;
  /** The rooms inside have doors to the outside: there is none for the room as a whole. */
  open?: true;
}

/**
 * Rooms, lowest first: a room imports only what stands above it here. Every room may import '#crash-points', 'vocabulary'
 * and 'defined'.
 */
export const roomRules: Record<string, RoomRule> = {
  defined: { imports: [] },
  'crash-points': { imports: [] },
  vocabulary: { imports: [], inside: { 'issue-codes': [] } },
  errors: { imports: [] },
  'name-pattern': { imports: [] },
  log: { imports: [] },
  version: { imports: [] },
  'control-address': { imports: [] },
  canonical: { imports: [], inside: { fields: [] } },
  x12: {
    imports: [],
    inside: {
      tokens: [],
      guides: [],
      validate: ['tokens', 'guides'],
      read: ['tokens', 'guides', 'validate'],
      write: [],
      acknowledge: ['write'],
    },
  },
  wording: { imports: [], types: ['x12'] },
  yaml: { imports: [] },
  secrets: { imports: ['errors'] },
  timing: { imports: [] },
  explaining: { imports: ['x12'] },
  formats: { imports: [], types: ['x12'], inside: { csv: [], fixed: ['csv'], xml: [], json: ['xml'] } },
  crosswalks: { imports: ['formats'] },
  'hub-file': { imports: ['yaml', 'secrets', 'timing'] },
  mapping: {
    imports: ['canonical', 'yaml', 'formats', 'crosswalks'],
    types: ['x12'],
    inside: {
      file: [],
      selectors: ['file'],
      values: ['file', 'selectors'],
      inbound: ['file', 'selectors', 'values'],
      rules: ['file', 'selectors', 'values', 'inbound'],
      outbound: ['file', 'selectors', 'values', 'inbound', 'rules'],
    },
  },
  transports: { imports: ['errors', 'name-pattern'], inside: { folder: [], sftp: [] } },
  queues: { imports: ['errors', 'log'] },
  erp: { imports: ['errors', 'canonical', 'formats'], inside: { adapters: [] } },
  partners: { imports: ['name-pattern', 'yaml', 'secrets', 'timing', 'hub-file'], inside: { checks: [] } },
  store: {
    imports: ['errors'],
    types: ['canonical', 'x12'],
    open: true,
    inside: {
      database: [],
      received: ['database'],
      sent: ['database'],
      working: ['database', 'sent'],
      configuration: ['database', 'received', 'working'],
      access: ['database', 'working'],
    },
  },
  translation: {
    imports: ['x12', 'explaining', 'formats', 'partners'],
    types: ['hub-file', 'mapping', 'store'],
  },
  composition: {
    imports: ['canonical', 'x12', 'partners'],
    types: ['formats', 'mapping', 'store'],
  },
  answers: {
    imports: ['wording', 'x12', 'explaining', 'translation'],
    types: ['hub-file', 'partners'],
  },
  working: {
    imports: ['errors', 'log', 'store'],
    types: [...['hub-file', 'mapping', 'transports', 'queues', 'erp', 'partners', 'translation']],
  },
  steps: {
    imports: [
      ...['errors', 'log', 'canonical', 'x12', 'wording', 'timing', 'transports', 'store'],
      ...['translation', 'composition', 'answers', 'working'],
    ],
    types: ['hub-file', 'mapping', 'queues', 'partners'],
    open: true,
    inside: {
      // Each step has its room, and needs none of its neighbours unless it is named below.
      ...Object.fromEntries(stepNames.map((step) => [step, []])),
      deadlines: [],
      reconcile: ['deadlines'],
      translate: ['deadlines', 'reconcile'],
      release: ['deadlines', 'translate'],
      send: ['deadlines'],
    },
  },
  configuration: {
    imports: [
      ...['errors', 'log', 'canonical', 'x12', 'yaml', 'timing', 'crosswalks', 'hub-file', 'mapping'],
      ...['transports', 'erp', 'partners', 'store', 'translation', 'composition', 'working'],
    ],
    types: ['formats'],
    open: true,
    inside: { versions: [], impact: ['versions'], shadow: ['versions', 'impact'] },
  },
  workbench: {
    imports: ['canonical', 'x12', 'wording', 'yaml', 'crosswalks', 'formats', 'mapping', 'composition'],
    types: ['translation', 'configuration'],
    open: true,
    inside: { try: [], draft: ['try'], page: ['try'], record: ['try', 'draft'] },
  },
  operations: {
    imports: [
      ...['errors', 'wording', 'yaml', 'timing', 'crosswalks', 'hub-file', 'store', 'translation', 'working'],
      'steps',
      'configuration',
    ],
    types: ['log'],
    inside: { hub: [], configuration: [], crosswalks: [], documents: [], expectations: [], releases: [] },
  },
  api: {
    imports: ['errors', 'log', 'control-address', 'store'],
    types: ['queues'],
    inside: { control: [], 'sign-in': [] },
  },
  main: {
    imports: [
      ...['version', 'crosswalks', 'hub-file', 'transports', 'queues', 'erp', 'store', 'steps'],
      ...['configuration', 'operations', 'api'],
    ],
    types: ['log', 'working'],
  },
  commands: {
    imports: [
      ...['errors', 'log', 'version', 'canonical', 'x12', 'wording', 'yaml', 'timing', 'explaining'],
      ...['hub-file', 'mapping', 'store', 'translation', 'answers', 'working', 'configuration', 'workbench'],
      ...['operations', 'main', 'control-address'],
    ],
    types: ['formats', 'partners'],
    open: true,
    inside: {
      input: [],
      telling: [],
      asking: ['telling'],
      map: ['input', 'telling', 'asking'],
      files: ['input', 'telling', 'asking', 'map'],
      partner: ['input', 'telling', 'asking'],
      crosswalk: ['telling', 'asking'],
      configuration: ['telling', 'asking'],
      hub: ['telling', 'asking'],
    },
  },
  cli: { imports: ['version', 'commands'] },
};

/** Where each outside package lives. */
export const homes: Record<string, string[]> = {
  bullmq: ['queues'],
  ioredis: ['queues'],
  pg: ['store'],
  kysely: ['store'],
  '@electric-sql/pglite': ['store'],
  ssh2: ['transports'],
  'ssh2-sftp-client': ['transports'],
  chokidar: ['transports'],
  fastify: ['api'],
  '@fastify/cookie': ['api'],
  '@fastify/formbody': ['api'],
  '@fastify/helmet': ['api'],
  '@bull-board/api': ['api'],
  '@bull-board/fastify': ['api'],
  'prom-client': ['api'],
  'csv-parse': ['formats', 'crosswalks'],
  'csv-stringify': ['formats'],
  luxon: ['timing'],
  'p-limit': ['transports', 'erp', 'working'],
  yaml: ['yaml'],
  'fastest-levenshtein': ['yaml'],
  'decimal.js': ['canonical', 'mapping'],
  pino: ['log'],
  'node-x12': ['composition'],
  'fast-xml-parser': ['composition'],
  commander: ['cli'],
  picocolors: ['yaml', 'cli', 'commands'],
  uuid: ['store', 'translation', 'steps', 'main', 'commands'],
  zod: Object.keys(roomRules).filter(
    (name) =>
      ![
        ...['x12', 'errors', 'name-pattern', 'log', 'crash-points', 'wording', 'defined'],
        'control-address',
      ].includes(name),
  ),
};

/** Files of src in one folder at most: what a reader takes in at a glance. */
export const filesPerRoomMax = 22;
/** Files of one folder that may share their first word, unless it is the folder's own. */
export const sharedPrefixMax = 2;
