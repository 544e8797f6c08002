/**
 * The form of hub.yaml. The descriptions are its documentation.
 */
import { z } from 'zod';
import { calendarSchema, isTimeZone } from '../timing/index.js';
import { nearest } from '../yaml/index.js';
import { settingKeys } from './settings.js';

/** What a partner, a connection, an agreement or an ERP may be called. */
export const name = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9-]{0,62}$/,
    'this is not a name\nuse small letters, digits and hyphens, at most 63',
  );

const milliseconds = (least: number, most: number) => z.int().min(least).max(most);
const count = (least: number, most: number) => z.int().min(least).max(most);

const timezone = z
  .string()
  .superRefine((zone, context) => {
    // Offsets such as +05:00 are left out: PostgreSQL reads their sign the other way round.
    if (/^[A-Za-z]/.test(zone) && isTimeZone(zone)) return;
    const suggestion = nearest(zone, Intl.supportedValuesOf('timeZone'));
    const help =
      suggestion === undefined ? 'use an IANA name such as America/Chicago' : `did you mean "${suggestion}"?`;
    context.addIssue({ code: 'custom', message: `there is no time zone of this name\n${help}` });
  })
  .describe('IANA time zone of the hospital. Files that are sent carry dates and times in it.');

const listen = z
  .string()
  .transform((text, context) => {
    const address = parseListen(text);
    if (address) return address;
    context.addIssue({ code: 'custom', message: 'this is not HOST:PORT\nsuch as 127.0.0.1:8080' });
    return z.NEVER;
  })
  .describe('HOST:PORT of the pages and of health checks. WAYBILL_LISTEN overrides it.');

const attempts = z.strictObject({
  max: count(1, 1000)
    .default(84)
    .describe('Attempts before work is dead-lettered. The default lasts about three days.'),
  firstDelayMs: milliseconds(100, 3_600_000)
    .default(2_000)
    .describe('Wait before the second attempt. It doubles each time.'),
  maxDelayMs: milliseconds(100, 86_400_000).default(3_600_000).describe('The longest wait between attempts.'),
});

const limits = z.strictObject({
  fileBytesMax: count(1, 2 ** 40)
    .default(1_073_741_824)
    .describe('Bytes in one file. The hub leaves a larger file where it is and raises an alert.'),
  segmentBytesMax: count(106, 2 ** 30)
    .default(1_048_576)
    .describe('Bytes in one X12 segment.'),
  issuesPerSetMax: count(1, 100_000)
    .default(100)
    .describe('Issues kept for one transaction set. Further issues are counted.'),
  documentBytesMax: count(1, 2 ** 30)
    .default(16_777_216)
    .describe(
      'Bytes in one document: an X12 set, or rows of a CSV or fixed-width file. Mapping takes 60 times as much memory. A larger document is held.',
    ),
  csvBytesMax: count(1, 2 ** 30)
    .default(67_108_864)
    .describe('Bytes in one CSV or fixed-width file. The hub reads such a file as a whole.'),
  xmlBytesMax: count(1, 2 ** 28)
    .default(16_777_216)
    .describe('Bytes in one XML file. The hub reads such a file as a whole.'),
  jsonBytesMax: count(1, 2 ** 28)
    .default(16_777_216)
    .describe('Bytes in one JSON file. The hub reads such a file as a whole.'),
  planDocumentsMax: count(1, 10_000_000)
    .default(10_000)
    .describe('Documents that `waybill plan --impact` reads again, the newest first.'),
});

const timing = z.strictObject({
  leaseMs: milliseconds(1_000, 3_600_000)
    .default(30_000)
    .describe('How long a step owns its work before it must renew the lease.'),
  heartbeatMs: milliseconds(100, 60_000).default(2_000).describe('How often a hub reports that it is alive.'),
  hubSilentMs: milliseconds(300, 600_000)
    .default(6_000)
    .describe('After this silence, other hubs take over the work of a hub.'),
  sweepIntervalMs: milliseconds(100, 600_000)
    .default(2_000)
    .describe('How often the hub looks in the database for work that nobody does.'),
});

const changes = z.strictObject({
  take: z
    .enum(['at-once', 'applied'])
    .default('at-once')
    .describe(
      'at-once: a change in the folder goes live as soon as it is sound. applied: it waits for `waybill apply`.',
    ),
  fourEyes: z
    .boolean()
    .default(false)
    .describe('With take: applied, the person who first planned a change may not apply it.'),
});

const secretPlace = z.union([
  z.literal('environment'),
  z.strictObject({ files: z.string().min(1).describe('A folder with one file for each secret.') }),
]);

const defaults = z.strictObject({
  ...settingKeys,
  attempts: attempts.prefault({}).describe('How often and how soon the hub repeats failed work.'),
});

export const hubFileSchema = z
  .strictObject({
    organization: z.string().min(1).max(200).describe('Name of the hospital, as people know it.'),
    timezone: timezone.default('UTC'),
    calendar: calendarSchema.prefault({}),
    data: z
      .string()
      .min(1)
      .default('./data')
      .describe('Folder of the embedded database. WAYBILL_DATA overrides it.'),
    secrets: z
      .strictObject({
        from: z
          .array(secretPlace)
          .min(1)
          .default(['environment'])
          .describe(
            'Where the hub looks for secret:NAME, in this order: environment (WAYBILL_SECRET_NAME), or files.',
          ),
      })
      .prefault({})
      .describe('Where secrets come from. Configuration files hold only their names.'),
    erp: z
      .record(
        name,
        z.looseObject({ adapter: z.string().min(1).describe('Which ERP adapter: http or files.') }),
      )
      .default({})
      .describe('ERP systems that get records, by name. The adapter defines the further keys.'),
    api: z
      .strictObject({ listen: listen.prefault('127.0.0.1:8080') })
      .prefault({})
      .describe('Where the hub serves its pages.'),
    defaults: defaults.prefault({}).describe('Settings of every partner whose file does not say otherwise.'),
    changes: changes.prefault({}).describe('How changes of these files reach a running hub.'),
    limits: limits
      .prefault({})
      .describe('How large things may be. The hub refuses larger ones and names the limit.'),
    timing: timing
      .prefault({})
      .describe('When a hub takes over work from another hub, or from itself after a crash.'),
  })
  .superRefine((file, context) => {
    const { heartbeatMs, hubSilentMs, leaseMs } = file.timing;
    const { firstDelayMs, maxDelayMs } = file.defaults.attempts;
    const refuse = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message });
    if (file.defaults.answer?.connection !== undefined) {
      refuse(
        ['defaults', 'answer', 'connection'],
        'belongs in a partner file: connections are those of a partner',
      );
    }
    if (hubSilentMs < 3 * heartbeatMs) {
      refuse(['timing', 'hubSilentMs'], `must be at least three times heartbeatMs (${heartbeatMs})`);
    }
    if (leaseMs < hubSilentMs) refuse(['timing', 'leaseMs'], `must be at least hubSilentMs (${hubSilentMs})`);
    if (maxDelayMs < firstDelayMs) {
      refuse(['defaults', 'attempts', 'maxDelayMs'], `must be at least firstDelayMs (${firstDelayMs})`);
    }
  })
  .transform(({ defaults: { attempts: tries, ...settings }, ...rest }) => ({
    ...rest,
    defaults: settings,
    attempts: tries,
  }));

export type HubFile = z.output<typeof hubFileSchema>;

/** "127.0.0.1:8080" or "[::1]:8080"; port 0 takes any free one. */
export function parseListen(text: string): { host: string; port: number } | undefined {
  const match = /^(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9._-]+)):(\d{1,5})$/.exec(text);
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3]);
  return host === undefined || port > 65_535 ? undefined : { host, port };
}
