import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { z } from 'zod';
import { loadHubFile } from '../../src/hub-file/load-hub-file.js';
import { builtInSettings } from '../../src/hub-file/settings.js';
import { defaultPolicy } from '../../src/x12/validate/policy.js';

describe('the built-in settings', () => {
  // Neither module may import the other, so the same defaults stand in both.
  it('validate as the reader does by itself', () => {
    const { validation, interchange } = builtInSettings.values;
    expect({ ...validation, onBadSet: interchange.onBadSet }).to.deep.equal(defaultPolicy);
  });
});

describe('loadConfig', () => {
  let root: string;
  beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'waybill-config-'))));
  afterEach(() => rmSync(root, { recursive: true }));

  const load = (text: string, environment: NodeJS.ProcessEnv = {}) => {
    writeFileSync(join(root, 'hub.yaml'), text);
    return loadHubFile(root, environment);
  };
  const smallest = 'organization: St Mary\n';

  it('fills in the default of every limit', () => {
    const { settings, problems } = load(smallest);
    expect(problems).to.deep.equal([]);
    expect(settings).to.deep.include({
      root,
      organization: 'St Mary',
      timezone: 'UTC',
      dataDir: join(root, 'data'),
      spoolDir: join(root, 'data/spool'),
      erp: {},
      api: { listen: { host: '127.0.0.1', port: 8080 } },
      logLevel: 'info',
      limits: {
        fileBytesMax: 1_073_741_824,
        segmentBytesMax: 1_048_576,
        issuesPerSetMax: 100,
        documentBytesMax: 16_777_216,
        csvBytesMax: 67_108_864,
        xmlBytesMax: 16_777_216,
        jsonBytesMax: 16_777_216,
        planDocumentsMax: 10_000,
      },
      attempts: { max: 84, firstDelayMs: 2_000, maxDelayMs: 3_600_000 },
      leaseMs: 30_000,
      heartbeatMs: 2_000,
      hubSilentMs: 6_000,
      sweepIntervalMs: 2_000,
    });
    expect(settings).not.to.have.any.keys('databaseUrl', 'redisUrl');
  });

  it('reads everything that a hub.yaml may hold', () => {
    const { settings, problems } = load(`
organization: St Mary Health System
timezone: America/Chicago
data: ./elsewhere
secrets: { from: [environment, files: /run/secrets] }
erp:
  erp-main: { adapter: http, url: https://erp.example/api/waybill, auth: { bearer: secret:erp-token }, timeoutMs: 20000 }
  warehouse-drop: { adapter: files, path: ./data/erp/warehouse, format: json }
api: { listen: 127.0.0.1:9090 }
defaults:
  acknowledge: "997"
  interchange: { duplicate: reject, windowDays: 30, gap: ignore, onBadSet: reject-group }
  validation: { codes: guide, unknownSegments: warn, conditional: fail }
  attempts: { max: 3, firstDelayMs: 1000, maxDelayMs: 60000 }
limits: { fileBytesMax: 1000, segmentBytesMax: 1048576, issuesPerSetMax: 100 }
timing: { leaseMs: 20000 }
`);
    expect(problems).to.deep.equal([]);
    expect(settings!.erp['erp-main']).to.include({ adapter: 'http', timeoutMs: 20_000 });
    expect(settings!.api.listen.port).to.equal(9090);
    expect(settings!.dataDir).to.equal(join(root, 'elsewhere'));
    expect(settings!.limits.fileBytesMax).to.equal(1000);
    expect(settings!.attempts).to.deep.equal({ max: 3, firstDelayMs: 1000, maxDelayMs: 60_000 });
    expect(settings!.leaseMs).to.equal(20_000);
    const { values, origins } = settings!.defaults;
    expect(values.interchange).to.deep.equal({
      duplicate: 'reject',
      windowDays: 30,
      gap: 'ignore',
      onBadSet: 'reject-group',
    });
    expect(values.validation).to.include({ unknownSegments: 'warn', length: 'fail' });
    expect(origins).to.include({
      'interchange.duplicate': 'hub.yaml:12',
      'validation.unknownSegments': 'hub.yaml:13',
      'validation.length': 'built in',
      ta1: 'built in',
    });
  });

  it('freezes all of it', () => {
    const { settings } = load(
      'organization: a\nerp: { main: { adapter: files, path: x, deep: { list: [1] } } }',
    );
    expect(() => Object.assign(settings!, { organization: 'b' })).to.throw(TypeError);
    expect(() => Object.assign(settings!.limits, { fileBytesMax: 1 })).to.throw(TypeError);
    expect(() => Object.assign(settings!.erp['main']!['deep'] as object, { list: [] })).to.throw(TypeError);
    expect(Object.isFrozen(settings!.defaults.values.interchange)).to.equal(true);
  });

  it('does not freeze the environment it was given', () => {
    const environment = {};
    load(smallest, environment);
    expect(Object.isFrozen(environment)).to.equal(false);
  });

  it('takes the environment over hub.yaml', () => {
    const { settings, problems } = load(smallest, {
      DATABASE_URL: 'postgres://hub:pw@db/waybill',
      REDIS_URL: 'rediss://cache:6380',
      WAYBILL_DATA: '/var/lib/waybill',
      WAYBILL_LISTEN: '[::1]:0',
      WAYBILL_LOG_LEVEL: 'debug',
    });
    expect(problems).to.deep.equal([]);
    expect(settings).to.deep.include({
      databaseUrl: 'postgres://hub:pw@db/waybill',
      redisUrl: 'rediss://cache:6380',
      dataDir: '/var/lib/waybill',
      api: { listen: { host: '::1', port: 0 } },
      logLevel: 'debug',
    });
  });

  it('takes a variable that is set to nothing as not set', () => {
    const { settings } = load(smallest, { DATABASE_URL: '', WAYBILL_LISTEN: '', WAYBILL_DATA: '' });
    expect(settings!.databaseUrl).to.equal(undefined);
    expect(settings!.dataDir).to.equal(join(root, 'data'));
  });

  it('tells a missing hub.yaml', () => {
    const { settings, problems } = loadHubFile(root, {});
    expect(settings).to.equal(undefined);
    expect(problems).to.have.length(1);
    expect(problems[0]).to.include({ code: 'FILE_MISSING', file: 'hub.yaml' });
  });

  const refused: {
    it: string;
    text: string;
    code: string;
    at: [number, number];
    path: string;
    help?: string;
  }[] = [
    {
      it: 'broken YAML',
      text: 'organization: [a',
      code: 'YAML_SYNTAX',
      at: [1, 17],
      path: '',
    },
    {
      it: 'an unknown key, with a suggestion',
      text: `${smallest}limit: { fileBytesMax: 1 }`,
      code: 'KEY_UNKNOWN',
      at: [2, 1],
      path: 'limit',
      help: 'did you mean "limits"?',
    },
    {
      it: 'what is not built',
      text: `${smallest}retention: { files: 7y }`,
      code: 'KEY_UNKNOWN',
      at: [2, 1],
      path: 'retention',
    },
    {
      it: 'an unknown limit, with a suggestion',
      text: `${smallest}limits: { fileByteMax: 1 }`,
      code: 'KEY_UNKNOWN',
      at: [2, 11],
      path: 'limits.fileByteMax',
      help: 'did you mean "fileBytesMax"?',
    },
    {
      it: 'a time zone that does not exist, with a suggestion',
      text: `${smallest}timezone: America/Chigaco`,
      code: 'VALUE_INVALID',
      at: [2, 11],
      path: 'timezone',
      help: 'did you mean "America/Chicago"?',
    },
    {
      it: 'a time zone that is an offset',
      text: `${smallest}timezone: "+05:00"`,
      code: 'VALUE_INVALID',
      at: [2, 11],
      path: 'timezone',
      help: 'use an IANA name such as America/Chicago',
    },
    {
      it: 'an address without a port',
      text: `${smallest}api: { listen: localhost }`,
      code: 'VALUE_INVALID',
      at: [2, 16],
      path: 'api.listen',
      help: 'such as 127.0.0.1:8080',
    },
    {
      it: 'a port that there cannot be',
      text: `${smallest}api: { listen: "127.0.0.1:65536" }`,
      code: 'VALUE_INVALID',
      at: [2, 16],
      path: 'api.listen',
      help: 'such as 127.0.0.1:8080',
    },
    {
      it: 'a limit below what can work',
      text: `${smallest}limits: { segmentBytesMax: 0 }`,
      code: 'VALUE_INVALID',
      at: [2, 28],
      path: 'limits.segmentBytesMax',
    },
    {
      it: 'an unquoted 997',
      text: `${smallest}defaults: { acknowledge: 997 }`,
      code: 'VALUE_INVALID',
      at: [2, 26],
      path: 'defaults.acknowledge',
      help: 'put it in quotation marks: "997"',
    },
    {
      it: 'a lease shorter than the silence of a dead hub',
      text: `${smallest}timing: { leaseMs: 5000 }`,
      code: 'VALUE_INVALID',
      at: [2, 20],
      path: 'timing.leaseMs',
    },
    {
      it: 'a silence shorter than three heartbeats',
      text: `${smallest}timing: { heartbeatMs: 3000 }`,
      code: 'VALUE_INVALID',
      at: [2, 1],
      path: 'timing.hubSilentMs',
    },
    {
      it: 'a longest delay below the first one',
      text: `${smallest}defaults: { attempts: { maxDelayMs: 100 } }`,
      code: 'VALUE_INVALID',
      at: [2, 37],
      path: 'defaults.attempts.maxDelayMs',
    },
    {
      it: 'an ERP without an adapter',
      text: `${smallest}erp: { main: { path: x } }`,
      code: 'KEY_MISSING',
      at: [2, 8],
      path: 'erp.main.adapter',
    },
    {
      it: 'a name that is none',
      text: `${smallest}erp: { "../main": { adapter: files } }`,
      code: 'VALUE_INVALID',
      at: [2, 8],
      path: 'erp.../main',
      help: 'use small letters, digits and hyphens, at most 63',
    },
    {
      it: 'delimiters that are the same',
      text: `${smallest}defaults: { send: { segmentTerminator: "*" } }`,
      code: 'VALUE_INVALID',
      at: [2, 40],
      path: 'defaults.send.segmentTerminator',
    },
    {
      it: 'a letter as a delimiter',
      text: `${smallest}defaults: { send: { elementSeparator: A } }`,
      code: 'VALUE_INVALID',
      at: [2, 39],
      path: 'defaults.send.elementSeparator',
    },
    {
      it: 'a secret in clear text',
      text: `${smallest}erp:\n  main: { adapter: http, auth: { bearer: abc123 } }`,
      code: 'SECRET_IN_CLEAR',
      at: [3, 34],
      path: 'erp.main.auth.bearer',
      help: 'write secret:bearer and put the value into WAYBILL_SECRET_BEARER',
    },
    {
      it: 'a password in an address',
      text: `${smallest}erp:\n  main: { adapter: http, url: "https://me:pw@erp.example/" }`,
      code: 'SECRET_IN_CLEAR',
      at: [3, 26],
      path: 'erp.main.url',
      help: 'take the password out of the address and name it as a secret',
    },
    {
      it: 'a place of secrets that is misspelt',
      text: `${smallest}secrets: { from: [enviroment] }`,
      code: 'VALUE_TYPE',
      at: [2, 19],
      path: 'secrets.from.0',
      help: 'did you mean "environment"?',
    },
  ];
  for (const { it: what, text, at, ...expected } of refused) {
    it(`refuses ${what}`, () => {
      const { settings, problems } = load(text);
      expect(settings).to.equal(undefined);
      expect(problems, JSON.stringify(problems)).to.have.length(1);
      expect(problems[0]).to.include({ ...expected, file: 'hub.yaml', line: at[0], col: at[1] });
    });
  }

  it('never shows the secret it found in clear text, except as the line that holds it', () => {
    const { problems } = load(`${smallest}erp:\n  main: { adapter: x, token: hunter2 }`);
    expect(problems[0]!.message + problems[0]!.help).not.to.contain('hunter2');
  });

  const badVariables: [string, string, string | undefined][] = [
    ['DATABASE_URL', 'mysql://root:hunter2@db/x', 'postgres://user:password@host:5432/database'],
    ['DATABASE_URL', 'not an address', 'postgres://user:password@host:5432/database'],
    ['REDIS_URL', 'http://cache', 'redis://host:6379'],
    ['WAYBILL_LISTEN', ':8080', 'such as 127.0.0.1:8080'],
    ['WAYBILL_LOG_LEVEL', 'warning', 'did you mean "warn"?'],
    ['WAYBILL_LOG_LEVEL', 'loud', 'one of debug, info, warn, error, silent'],
  ];
  for (const [name, value, help] of badVariables) {
    it(`refuses ${name}=${value}`, () => {
      const { settings, problems } = load(smallest, { [name]: value });
      expect(settings).to.equal(undefined);
      expect(problems).to.have.length(1);
      expect(problems[0]).to.include({ code: 'ENVIRONMENT_INVALID', file: 'environment', path: name, help });
      expect(JSON.stringify(problems)).not.to.contain('hunter2');
    });
  }

  describe('with the shelf of ERP adapters', () => {
    const erp = { files: { settings: z.strictObject({ adapter: z.literal('files'), path: z.string() }) } };
    const check = (line: string) => {
      writeFileSync(join(root, 'hub.yaml'), `${smallest}erp:\n  main: ${line}\n`);
      return loadHubFile(root, {}, { erp }).problems;
    };

    it('accepts what the adapter accepts', () => {
      expect(check('{ adapter: files, path: ./out }')).to.deep.equal([]);
    });

    it("refuses an option that is not the adapter's, with a suggestion", () => {
      const [problem] = check('{ adapter: files, paht: ./out }');
      expect(problem).to.include({ code: 'KEY_UNKNOWN', line: 3, col: 27, help: 'did you mean "path"?' });
    });

    it('refuses an adapter that there is not, with a suggestion', () => {
      const [problem] = check('{ adapter: file, path: ./out }');
      expect(problem).to.include({ code: 'NAME_UNKNOWN', line: 3, col: 20, help: 'did you mean "files"?' });
    });

    it('does not take a name of the language for an adapter', () => {
      expect(check('{ adapter: constructor }')[0]).to.include({ code: 'NAME_UNKNOWN' });
    });
  });
});
