/**
 * What becomes of received acknowledgments: noted where they match nothing that was sent, reported where they refuse it, and
 * never answered.
 */
import { expect } from 'chai';
import { loadConfiguration, type Configuration } from '../../src/configuration/configuration.js';
import { matchAcknowledgment, type Acknowledged } from '../../src/steps/reconcile/match-acknowledgments.js';
import { takeControlNumbers } from '../../src/store/sent/control-numbers.js';
import type { Sql } from '../../src/store/database/schema.js';
import { openFreshDatabase } from '../kit/fresh-database.js';
import { openSite, type Site } from '../kit/site.js';
import { answers, arrive as arriveAt } from '../kit/arrive.js';

describe('matchAcknowledgments', function () {
  this.timeout(60_000);
  let site: Site;
  let sql: Sql;
  let closeDatabase: () => Promise<void>;
  let configuration: Configuration;
  let control = 6;
  beforeEach(() => (control += 1));

  // One database for all: each test sends interchanges of its own, one after the other.
  before(async () => {
    site = await openSite();
    configuration = loadConfiguration(site.root, {}).configuration!;
    ({ sql, close: closeDatabase } = await openFreshDatabase());
  });
  after(async () => {
    await closeDatabase();
    await site.close();
  });

  const arrive = (text: string) => arriveAt(sql, configuration, text);

  const briefly = ({ issues }: { issues: { code: string; severity: string; subject_kind: string }[] }) =>
    issues.map(({ code, severity, subject_kind }) => `${severity} ${code} at ${subject_kind}`);

  it('notes a group that was never sent, at the set that speaks about it, and answers nothing', async () => {
    const rejected = ['AK1*PO*2201', 'AK2*850*0001', 'AK5*R*5', 'AK9*R*1*1*0*5'];
    const came = await arrive(answers(control, { sets: [['AK1*PO*2200', 'AK9*A*1*1*1'], rejected] }));
    expect(came.state).to.equal('translated');
    expect(briefly(came)).to.deep.equal([
      'warning UNMATCHED_ACKNOWLEDGMENT at transaction-set',
      'warning UNMATCHED_ACKNOWLEDGMENT at transaction-set',
    ]);
    expect(came.issues.map(({ words }) => words)).to.deep.equal([
      'The partner says about group 2200 (PO): accepted. We sent nothing under that number.',
      'The partner says about group 2201 (PO): rejected: the number of sets in GE is wrong. ' +
        'We sent nothing under that number.',
    ]);
    const sets = await sql.selectFrom('transaction_sets').select('id').orderBy('ordinal').execute();
    expect(came.issues.map(({ subject_id }) => subject_id)).to.deep.equal(sets.map(({ id }) => id));
    expect(await sql.selectFrom('acknowledgments').selectAll().execute()).to.deep.equal([]);
  });

  it('adds nothing for the same 997 again', async () => {
    const text = answers(control, { sets: [['AK1*PO*2200', 'AK9*A*1*1*1']] });
    expect((await arrive(text)).issues).to.have.length(1);
    const again = await arrive(`\n${text}`);
    expect([again.state, ...briefly(again)]).to.deep.equal([
      'duplicate',
      'error SAME_INTERCHANGE at interchange',
    ]);
  });

  it('notes that a partner answers our acknowledgments', async () => {
    await takeControlNumbers(sql, { kind: 'group', sender: 'HOSPITAL', receiver: 'ACME' }, 3);
    const sets = [
      ['AK1*FA*3', 'AK9*A*1*1*1'],
      ['AK1*FA*4', 'AK9*A*1*1*1'],
    ];
    expect(briefly(await arrive(answers(control, { sets })))).to.deep.equal([
      'warning ACKNOWLEDGMENT_ANSWERED at transaction-set',
      'warning UNMATCHED_ACKNOWLEDGMENT at transaction-set',
    ]);
  });

  it('takes no group of acknowledgments for the document that a 997 speaks about', async () => {
    await takeControlNumbers(sql, { kind: 'group', sender: 'HOSPITAL', receiver: 'ACME' }, 3);
    const came = await arrive(answers(control, { sets: [['AK1*PO*3', 'AK9*A*1*1*1']] }));
    expect(briefly(came)).to.deep.equal(['warning UNMATCHED_ACKNOWLEDGMENT at transaction-set']);
  });

  it('tells by TA1 which interchanges of ours were refused, and is silent about accepted ones', async () => {
    await takeControlNumbers(sql, { kind: 'interchange', sender: 'ZZ:HOSPITAL', receiver: 'ZZ:ACME' }, 5);
    const ta1 = ['3*260415*0800*A*000', '5*260415*0800*R*025', '6*260415*0800*A*000'];
    const came = await arrive(answers(control, { ta1: ta1.map((rest) => `TA1*00000000${rest}`) }));
    expect(briefly(came)).to.deep.equal([
      'error SENT_INTERCHANGE_REFUSED at interchange',
      'warning UNMATCHED_ACKNOWLEDGMENT at interchange',
    ]);
    expect(came.issues[0]?.words).to.equal(
      'The partner says about interchange 000000005, which we sent: rejected: ' +
        'the interchange control number was used before.',
    );
  });

  it('concludes nothing from a 997 that is itself at fault', async () => {
    const came = await arrive(answers(control, { sets: [['AK1*PO*2200', 'AK9*Q*1*1*1']] }));
    expect(came.issues.map(({ code }) => code)).to.deep.equal(['INVALID_CODE']);
  });

  it('tells a hundred of them one by one, and how many more there are', async () => {
    const sets = Array.from({ length: 130 }, (_, index) => [`AK1*PO*${index + 1}`, 'AK9*A*1*1*1']);
    const { issues } = await arrive(answers(control, { sets }));
    expect(issues).to.have.length(101);
    expect(issues.at(-1)).to.include({
      code: 'TOO_MANY_ISSUES',
      words: '30 further acknowledgments in this interchange were not reported one by one.',
    });
  });
});

describe('matchAcknowledgment', () => {
  const acknowledged: Acknowledged = {
    subject: { subjectKind: 'interchange', subjectId: 'id' },
    by: 'ta1',
    partner: 'acme',
    between: { sender: 'ZZ:A', receiver: 'ZZ:B' },
    what: 'interchange 000000005',
    kind: 'interchange',
    key: { kind: 'interchange', sender: 'ZZ:A', receiver: 'ZZ:B' },
    controlNumber: '000000005',
    verdict: undefined,
    reasons: [],
  };

  it('takes an answer without a verdict for no acceptance', () => {
    expect(matchAcknowledgment(acknowledged, true)[0]).to.include({
      code: 'SENT_INTERCHANGE_REFUSED',
      words: 'The partner says about interchange 000000005, which we sent: nothing certain.',
    });
    expect(matchAcknowledgment({ ...acknowledged, verdict: 'accepted' }, true)).to.deep.equal([]);
  });
});
