import { expect } from 'chai';
import { outboundText } from '../../src/commands/hub/outbound.js';
import type { ListedDocuments } from '../../src/operations/documents/unsent-documents.js';

describe('the list of documents that are not sent', () => {
  const held: ListedDocuments['documents'][number] = {
    id: '01a20475-8631-7133-a191-2c964526c44a',
    kind: 'purchase-order@1',
    businessKey: 'P-1\u001b[2J',
    from: 'purchasing',
    recipient: 'acme',
    state: 'held',
    reason: 'RULE',
    words: 'A line orders {value}.',
    value: 'A line orders -200.',
    createdAt: '2026-11-22T18:13:20.739Z',
  };

  it('tells the sentence of a rule once, with its values', () => {
    const text = outboundText({ documents: [held], more: false });
    expect(text).to.contain('A line orders -200.\n').and.not.to.contain('{value}');
  });

  it('tells what was found where no rule says it', () => {
    const words = 'No partner in use has an identifier of supplier of the record.';
    const unknown = { ...held, reason: 'RECIPIENT_UNKNOWN', words, value: 'buyer V-9' };
    const text = outboundText({ documents: [unknown], more: false });
    expect(text).to.contain(`${words} Found: "buyer V-9".\n`);
  });

  it('shows no control character of a number', () => {
    const text = outboundText({ documents: [held], more: false });
    expect(text).not.to.contain('\u001b');
    expect(text).to.contain('P-1<U+001B>[2J');
  });
});
