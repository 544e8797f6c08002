#!/usr/bin/env node
/**
 * The `waybill` command: one file per command in commands/. Answers go to stdout, everything else to stderr.
 *
 * A command's file is imported when it runs, so that none waits for what only another needs, or ends with its faults.
 * Exit codes: 0 fine, 1 problems in your files or data, 2 wrong usage, 3 hub not reachable or not able to run,
 * 4 changes pending.
 */
import { Command, CommanderError, Option } from 'commander';
import type { AskOptions } from './commands/asking/ask-hub.js';
import type { ApplyOptions } from './commands/configuration/apply.js';
import type { PlanOptions } from './commands/configuration/plan.js';
import type { RollbackOptions } from './commands/configuration/rollback.js';
import type { ShadowOptions } from './commands/configuration/shadow.js';
import type { CrosswalkAddOptions, CrosswalkImportOptions } from './commands/crosswalk/crosswalk-change.js';
import type { TestRecordOptions } from './commands/files/test-record.js';
import type { TestOptions } from './commands/files/test.js';
import type { ValidateOptions } from './commands/files/validate.js';
import type { OutboundOptions } from './commands/hub/outbound.js';
import type { OverdueOptions } from './commands/hub/overdue.js';
import type { ReleaseOptions } from './commands/hub/release.js';
import type { MapNewOptions } from './commands/map/map-new.js';
import type { MapTryOptions } from './commands/map/map-try.js';
import type { PartnerExplainOptions } from './commands/partner/partner-explain.js';
import { hubVersion } from './version.js';

const program = new Command('waybill')
  .description('An open EDI and file-based partner hub for hospital supply chains.')
  .version(hubVersion())
  .option('--root <folder>', 'the folder that holds hub.yaml, partners/ and mappings/', '.')
  .exitOverride()
  .showSuggestionAfterError();

// Options that mean the same wherever they are.
const json = new Option('--json', 'as JSON');
const who = new Option('--as <name>', 'who you are, where several people share an account');
const why = new Option('--why <reason>', 'for the audit trail');

const root = (): string => program.opts<{ root: string }>().root;
const ends = (code: number): void => {
  process.exitCode = code;
};

program
  .command('init')
  .argument('[folder]', 'an empty folder; made when it is not there', '.')
  .description('a new configuration folder with one working sample partner')
  .action(async (folder: string) => {
    const { init } = await import('./commands/files/init.js');
    ends(await init(folder));
  });
program
  .command('start')
  .description('runs the hub until it is told to stop')
  .action(async () => {
    const { start } = await import('./commands/hub/start.js');
    ends(await start(root()));
  });
program
  .command('try')
  .argument('<file>', 'an EDI or CSV file')
  .description('what would happen if this file arrived: records, issues and the 997; nothing is saved')
  .addOption(json)
  .option('--connection <name>', 'the connection it would arrive on')
  .action(async (file: string, options: { json?: boolean; connection?: string }) => {
    const { tryFile } = await import('./commands/files/try.js');
    ends(await tryFile(root(), file, options));
  });
program
  .command('explain')
  .argument('<file>', 'an X12 file')
  .description('an X12 file in plain words, or - for stdin; needs no configuration')
  .option('--json', 'one JSON object per segment, each on one line')
  .action(async (file: string, options: { json?: boolean }) => {
    const { explain } = await import('./commands/files/explain.js');
    ends(await explain(file, options));
  });
program
  .command('validate')
  .argument('<file...>', 'X12 files; - is stdin')
  .description('is this X12? verdicts and issues, or the 997 itself; needs no configuration')
  .option('--json', 'one JSON object per file, on one line')
  .option('--997', 'the 997 (and TA1, where asked for) as it would be sent')
  .option('--999', 'as --997, with a 999 for groups of 005010 and later')
  .option('--at <time>', 'the time in the acknowledgment, such as 2026-01-31T14:30:00Z; now when left out')
  .option('--values', 'with --json: the values at fault too, which are document content')
  .option('--max-issues <number>', 'issues shown of each set, group, interchange and file')
  .action(async (files: string[], options: ValidateOptions) => {
    const { validate } = await import('./commands/files/validate.js');
    ends(await validate(files, options));
  });
program
  .command('check')
  .argument('[path...]', 'files or folders whose problems are shown; all when left out')
  .description('checks hub.yaml, partner, mapping and crosswalk files')
  .option('--format <format>', 'text, json or sarif', 'text')
  .action(async (paths: string[], options: { format: string }) => {
    const { check } = await import('./commands/configuration/check.js');
    ends(check(root(), { ...options, paths }));
  });
program
  .command('status')
  .description('what is where in the running hub, in numbers')
  .addOption(json)
  .option('--url <url>', 'where the hub listens; as in hub.yaml when left out')
  .action(async (options: { json?: boolean; url?: string }) => {
    const { status } = await import('./commands/hub/status.js');
    ends(await status(root(), options));
  });

const tests = program
  .command('test')
  .argument('[path...]', 'mappings by name, their files or folders; all when left out')
  .description('runs the tests inside mapping files')
  .option('--watch', 'again each time a mapping or a sample changes')
  .option('--update', 'writes what is found over what is expected, in the files')
  .addOption(json)
  .action(async (paths: string[], options: TestOptions) => {
    const { test } = await import('./commands/files/test.js');
    ends(await test(root(), paths, options));
  });
tests
  .command('record')
  .argument('<file>', 'a real file; - is stdin')
  .requiredOption('--mapping <name>', 'the mapping that gets the test')
  .option('--name <text>', 'what the test is called')
  .option('--partner <name>', 'whose rows of crosswalks count, and the folder in samples/')
  .option('--document <number>', 'which document of the file, from 1')
  .description('makes a test from a real file, with names, addresses and sensitive values made up')
  .action(async (file: string, options: TestRecordOptions) => {
    const { testRecord } = await import('./commands/files/test-record.js');
    ends(await testRecord(root(), file, options));
  });
const map = program.command('map').description('what mappings make of files');
map
  .command('try')
  .argument('<mapping>', 'a mapping, by name or file')
  .argument('<file>', 'a document of the partner; a record as JSON for a mapping that writes; - is stdin')
  .description('the result beside the file: every value with its place, issues, and what was not taken')
  .option('--watch', 'again each time the mapping or the file changes')
  .addOption(json)
  .option('--partner <name>', 'whose rows of crosswalks count')
  .action(async (mapping: string, file: string, options: MapTryOptions) => {
    const { mapTry } = await import('./commands/map/map-try.js');
    ends(await mapTry(root(), { mapping, file }, options));
  });
program
  .command('plan')
  .description('what the configuration folder holds that is not live; exit code 4 when there is something')
  .option('--impact <days>', 'what it would have done to the documents of the last days, such as 30d')
  .addOption(who)
  .addOption(json)
  .action(async (options: PlanOptions) => {
    const { plan } = await import('./commands/configuration/plan.js');
    ends(await plan(root(), options));
  });
program
  .command('apply')
  .argument('[hash]', 'what was planned; the plan of the folder as it is when left out')
  .description('puts planned changes of the configuration live, now or at a later time')
  .option(
    '--effective <time>',
    'from when, such as 2026-12-01T06:00 on the hospital’s clock, or with an offset',
  )
  .option('--cancel', 'calls off what was to go live later')
  .addOption(why)
  .addOption(who)
  .addOption(json)
  .action(async (hash: string | undefined, options: ApplyOptions) => {
    const { apply } = await import('./commands/configuration/apply.js');
    ends(await apply(root(), hash, options));
  });
program
  .command('shadow')
  .argument('[hash]', 'what was planned; shows what a shadow has found when left out')
  .description('runs a planned configuration beside the live one, without effect, and shows what differs')
  .option('--partner <name>', 'only files of this partner')
  .option('--stop', 'ends it; what is live stays')
  .option('--limit <number>', 'documents that differ which are shown; 20 when left out')
  .addOption(why)
  .addOption(who)
  .addOption(json)
  .action(async (hash: string | undefined, options: ShadowOptions) => {
    const { shadow } = await import('./commands/configuration/shadow.js');
    ends(await shadow(root(), hash, options));
  });
program
  .command('rollback')
  .argument('[hash]', 'a version that was live; the one before this when left out')
  .description('puts a configuration live again that was live before')
  .option('--list', 'the versions there are')
  .option('--write', 'replaces the files in the folder too')
  .addOption(why)
  .addOption(who)
  .addOption(json)
  .action(async (hash: string | undefined, options: RollbackOptions) => {
    const { rollback } = await import('./commands/configuration/rollback.js');
    ends(await rollback(root(), hash, options));
  });
program
  .command('reload')
  .description('has the running hub take a changed configuration now')
  .addOption(who)
  .action(async (options: AskOptions) => {
    const { reload } = await import('./commands/configuration/reload.js');
    ends(await reload(root(), options));
  });
map
  .command('new')
  .requiredOption('--from <file>', 'a sample of the partner')
  .option('--to <kind>', 'the record it becomes, such as invoice@1; guessed when left out')
  .option('--extends <base>', 'a file of mappings/; the base of the set when left out')
  .option('--name <name>', 'name of the mapping; that of the sample when left out')
  .description('drafts a mapping from a sample; what you must decide is marked TODO')
  .action(async (options: MapNewOptions) => {
    const { mapNew } = await import('./commands/map/map-new.js');
    ends(await mapNew(root(), options));
  });
map
  .command('show')
  .argument('<mapping>', 'a mapping, by name or file')
  .description('the mapping file')
  .option('--flat', 'merged with the base that it extends')
  .action(async (mapping: string, options: { flat?: boolean }) => {
    const { mapShow } = await import('./commands/map/map-show.js');
    ends(await mapShow(root(), mapping, options));
  });
map
  .command('docs')
  .argument('<mapping>', 'a mapping, by name or file')
  .description('a page for the partner: what we read, what must be there, which codes, what is checked')
  .action(async (mapping: string) => {
    const { mapDocs } = await import('./commands/map/map-docs.js');
    ends(await mapDocs(root(), mapping));
  });
const partner = program.command('partner').description('what the hub knows of its partners');
partner
  .command('list')
  .description('all partners with their connections and agreements')
  .addOption(json)
  .action(async (options: { json?: boolean }) => {
    const { partnerList } = await import('./commands/partner/partner-list.js');
    ends(await partnerList(root(), options));
  });
partner
  .command('show')
  .argument('<name>', 'a partner')
  .description('one partner, with the file and line behind every setting')
  .addOption(json)
  .action(async (name: string, options: { json?: boolean }) => {
    const { partnerShow } = await import('./commands/partner/partner-show.js');
    ends(await partnerShow(root(), name, options));
  });
partner
  .command('explain')
  .argument('<file>', 'a file as it arrives; - is stdin')
  .description('which partner, agreement and mapping apply to a file, why, and with which settings')
  .addOption(json)
  .option('--connection <name>', 'the connection it would arrive on')
  .action(async (file: string, options: PartnerExplainOptions) => {
    const { partnerExplain } = await import('./commands/partner/partner-explain.js');
    ends(await partnerExplain(root(), file, options));
  });

const crosswalk = program.command('crosswalk').description('the tables that translate codes');
crosswalk
  .command('gaps')
  .description('rows that are missing, with the documents and the money that wait for them')
  .addOption(json)
  .action(async (options: { json?: boolean }) => {
    const { crosswalkGaps } = await import('./commands/crosswalk/crosswalk-gaps.js');
    ends(await crosswalkGaps(root(), options));
  });
crosswalk
  .command('add')
  .argument('<crosswalk>', 'its file, such as uom.csv')
  .argument('<column=value...>', 'the row: its key and what it says')
  .description('adds a row, checked; what waits for it goes on')
  .option('--partner <name>', 'for documents of this partner only')
  .addOption(why)
  .addOption(who)
  .addOption(json)
  .action(async (file: string, pairs: string[], options: CrosswalkAddOptions) => {
    const { crosswalkAdd } = await import('./commands/crosswalk/crosswalk-change.js');
    ends(await crosswalkAdd(root(), { file, pairs }, options));
  });
crosswalk
  .command('import')
  .argument('<file>', 'CSV with a header row')
  .requiredOption('--into <crosswalk>', 'its file, such as items.csv')
  .description('adds and replaces many rows, all or none; shows what would change')
  .option('--yes', 'does it')
  .addOption(why)
  .addOption(who)
  .addOption(json)
  .action(async (file: string, options: CrosswalkImportOptions) => {
    const { crosswalkImport } = await import('./commands/crosswalk/crosswalk-change.js');
    ends(await crosswalkImport(root(), file, options));
  });
crosswalk
  .command('export')
  .argument('<crosswalk>', 'its file, such as items.csv')
  .description('writes it to stdout, as it is')
  .action(async (name: string) => {
    const { crosswalkExport } = await import('./commands/crosswalk/crosswalk-change.js');
    ends(await crosswalkExport(root(), name));
  });
program
  .command('release')
  .argument('[id...]', 'files or records in which something waits')
  .description('translates again what waits; with --all, only counts unless --yes is given')
  .option('--all', 'all that waits')
  .option('--dry-run', 'only counts what would go on')
  .option('--yes', 'does it for all')
  .addOption(why)
  .addOption(who)
  .addOption(json)
  .action(async (ids: string[], options: ReleaseOptions) => {
    const { release } = await import('./commands/hub/release.js');
    ends(await release(root(), ids, options));
  });

program
  .command('outbound')
  .argument('[id...]', 'documents to cancel')
  .description('documents for partners that are not sent, and why; or what they refused')
  .option('--cancel', 'these shall not go out any more')
  .option('--refused', 'documents that partners refused or found faults in, with their words, newest first')
  .option('--limit <number>', 'of those refused, this many (default: 100)')
  .addOption(why)
  .addOption(who)
  .addOption(json)
  .action(async (ids: string[], options: OutboundOptions) => {
    const { outbound } = await import('./commands/hub/outbound.js');
    ends(await outbound(root(), ids, options));
  });

program
  .command('overdue')
  .argument('[id...]', 'documents that were sent')
  .description('what partners owe and did not send in time; ends with 4 when there is something')
  .option('--partner <name>', 'only of this partner')
  .option('--settle', 'expects it no longer')
  .addOption(why)
  .addOption(who)
  .addOption(json)
  .action(async (ids: string[], options: OverdueOptions) => {
    const { overdue } = await import('./commands/hub/overdue.js');
    ends(await overdue(root(), ids, options));
  });

/** "start --root DIR" reads as well as "--root DIR start". */
function takeRoot(command: Command): void {
  command.exitOverride();
  command.option('--root <folder>', 'the folder that holds hub.yaml, partners/ and mappings/');
  command.commands.forEach(takeRoot);
}
program.commands.forEach(takeRoot);
program.hook('preAction', (_program, action) => {
  for (let at: Command | null = action; at !== null; at = at.parent) {
    const { root: given } = at.opts<{ root?: string }>();
    if (given === undefined) continue;
    program.setOptionValue('root', given);
    return;
  }
});

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? 0 : 2;
}
