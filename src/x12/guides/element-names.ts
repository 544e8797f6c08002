/**
 * Our own short words for the elements of each segment, first element first.
 *
 * "ids:3" stands for three pairs of an item number and its kind.
 */
const words = `
ISA access kind, access, password kind, password, sender kind, sender, receiver kind, receiver, date, time,
  repetition separator or standard, version, control number, answer asked for, test or production, component
  separator
IEA groups, control number
TA1 control number, date, time, answer, reason
GS kind, sender, receiver, date, time, control number, agency, version
GE sets, control number
AAA yes or no, agency, reason, next step
ACK status, quantity, unit, date kind, date, request number, ids:10, agency, list, code
ADV agency, service, from, to, category, service, value
ADX amount, reason, reference kind, reference
AIN income kind, frequency, amount, quantity, yes or no, number, amount kind, tax treatment, pay rate, unit,
  quantity, code, text
AK1 kind, control number, version
AK2 set, control number, guideline
AK3 segment, place in the set, loop, reason
AK4 place in the segment, element, reason, value received
AK5 answer, reason, reason, reason, reason, reason
AK9 answer, sets claimed, sets received, sets accepted, reason, reason, reason, reason, reason
AMT kind, amount, credit or debit
ASM amount, payment method, amount kind
AT9 length, height, width, weight kind, weight unit, weight, volume unit, volume
ATN quantity, unit, quantity kind, frequency, attendance kind, text
BAK purpose, answer, order number, order date, release, request number, contract, supplier order, acknowledgment
  date, transaction kind
BAL balance kind, amount kind, amount
BCA purpose, answer, order number, release, order change, order date, request number, contract, supplier order,
  acknowledgment date, change date, date, order kind, security level, transaction kind
BCH purpose, order kind, order number, release, order change, order date, request number, contract, supplier
  order, acknowledgment date, change date, contract kind, security level, answer asked for, transaction kind,
  purchase category
BCT purpose, catalog, version, revision, unit, earlier catalog, earlier version, earlier revision, text, catalog
  status
BEG purpose, order kind, order number, release, order date, contract, answer asked for, invoice kind, contract
  kind, purchase category, security level, transaction kind
BGN purpose, number, date, time, time zone, earlier number, transaction kind, action, security level
BIA purpose, report kind, report number, date, time, action
BIG invoice date, invoice number, order date, order number, release, order change, invoice kind, purpose,
  action, invoice reference, level structure
BPR handling, amount, credit or debit, method, format, payer's bank kind, payer's bank, payer's account kind,
  payer's account, originator, originator addition, payee's bank kind, payee's bank, payee's account kind,
  payee's account, payment date, business function, return bank kind, return bank, return account kind, return
  account
BPT purpose, report number, date, report kind, multiplier kind, multiplier, action, time, earlier number,
  security level
BRA receipt number, date, purpose, receipt kind, time, condition, action
BSN purpose, shipment number, date, time, level structure, transaction kind, status
CAD transport, equipment initial, equipment number, carrier, route, status, reference kind, reference, service
CB1 acquisition, financing
CLD loads, quantity shipped, packaging, size, unit
CN1 contract kind, amount, percent, number, discount percent, version
CRC category, yes or no, condition, condition, condition, condition, condition
CRD country, amount kind, amount, percent
CS contract, order change, release, number kind, number, order number, special service, delivery point, percent,
  percent, amount, terms kind, special service, unit, price, terms kind, yes or no, yes or no
CSH sales requirement, action, amount, account, date, agency, special service, substitution, percent, percent
  kind
CTB restriction, text, quantity kind, quantity, amount kind, amount, unit
CTP trade class, price kind, price, quantity, unit, multiplier kind, multiplier, amount, price basis, condition
  value, pieces per price
CTT lines, hash total, weight, unit, volume, unit, text
CTX context, segment, place in the set, loop, place in the segment, element
CUR role, currency, rate, role, currency, currency market, date kind, date, time, date kind, date, time, date
  kind, date, time, date kind, date, time, date kind, date, time
DD code, list, number kind, number, code, list, quantity, yes or no, code, list
DED deduction kind, case number, pay date, amount, number, medical cover, name, agency, employment ended
DIS discount kind, discount basis, discount value, limit kind, limit, limit
DMG form, period, gender, marital status, ethnicity, citizenship, country, verification, quantity, list, code
DTM kind, date, time, time zone, form, period
DTP kind, form, date or period
EFI security level, text, security method, version, program, version, interchange format, version, compression,
  sheet size, file, block kind, record length, block length, version, filter
EMS text, employment class, occupation, employment status, number kind, number, number, number kind, number
  kind, number, percent, employment status, number kind, number, employment class
ENT number, role, number kind, number, role, number kind, number, number kind, number
ETD reason, who is responsible, number kind, number, who pays
FA1 agency, charge kind, charge or allowance
FA2 accounting part, accounting code
FOB who pays, place kind, place, terms kind, terms, place kind, place, risk kind, risk
G26 price condition, date kind, date, quantity basis, quantity, unit
G36 price list, price list issue, date, price applies to
G39 case UPC, item number kind, item number, handling, unit weight, weight kind, weight unit, height, unit,
  width, unit, length, unit, volume, unit, pallet layers, packs, size, unit, color, order sizing factor, layers
  per pallet, item number kind, item number, weight kind, unit weight, inner packs, packaging, register text
G40 bracket, new cost, old cost, text, new retail price, old retail price, unit, price kind, number
G43 area kind, area, text, trade class
G53 maintenance
G54 quantity, unit, case UPC, item number kind, item number, text
G55 ids:2, height, unit, width, unit, length, unit, volume, unit, packs, size, unit, register text, register
  text, coupon family, days, deposit, yes or no, color, unit weight, weight kind, weight unit, unit weight,
  weight kind, weight unit, item number kind, item number, text, inner packs, packaging
G61 function, name, contact number kind, contact number, reference
G93 bracket, quantity, unit, text, transport, price kind, action, yes or no
GF number kind, number, contract, amount, number kind, number, release, number kind, number
HL level, parent level, kind, has children
IK3 segment, place in the set, loop, reason
IK4 place in the segment, element, reason, value received
IK5 answer, reason, reason, reason, reason, reason
IN2 name part, name, name
INC terms kind, unit, quantity, quantity, amount, amount kind
INV text, percent, amount, quantity, state, text, amount
ISS quantity shipped, unit, weight, unit, volume, unit, quantity, weight
IT1 line, quantity, unit, price, price basis, ids:10
IT3 quantity shipped, unit, status, quantity difference, reason for change
IT8 sales requirement, action, amount, account, date, agency, substitution, ids:10
ITA charge or allowance, agency, special service, how handled, charge number, rate, total, percent basis,
  percent, quantity, unit, quantity, text, charge kind, list, relation, unit
ITD terms kind, terms basis, discount percent, discount due date, discount days, net due date, net days,
  discount amount, deferred due date, deferred amount, percent payable, text, day of month, payment method,
  percent
L7 line, tariff agency, tariff, tariff section, tariff item, tariff item part, freight class, tariff supplement,
  tariff authority, date, rate basis, tariff column, distance, distance unit, city, state
LCD line, role, action, date, number kind, number
LDT lead time kind, quantity, period, date
LE loop
LEP waste stream, waste features, state, number
LFG text, hazard class, UN number, placard, packing group, exception
LFH text kind, hazard text, hazard text, hazard zone, unit, quantity, quantity, date
LH1 unit, packages, UN number, hazard page, commodity, unit, quantity, compartment, residue, packing group,
  interim number
LH2 hazard class, class kind, placard, endorsement, reportable quantity, unit, temperature, unit, temperature,
  unit, temperature, weight unit, explosive quantity
LH3 shipping name, name kind, not otherwise specified, yes or no
LH4 response plan, contact number, packing group, further class, further class, further class, further risk,
  explosive quantity, Canadian note, special commodity, contact number, unit
LHE shipping name, placard, number kind, number, reportable quantity
LHR number kind, number, date
LHT hazard class, placard, endorsement
LIN line, ids:15
LM agency, list
LOC number kind, number, text, number, category, number kind, number, text, number, value, unit, value, unit,
  value, unit, value, unit, value, unit, value, unit, number kind, number, text
LQ list, code
LS loop
LX number
MAN mark kind, mark, last mark, mark kind, mark, last mark
MEA kind, what, value, unit, from, to, significance, attribute, layer, method, list, code
MSG text, print control, number
MTX note kind, text, text continued, print control, lines, language
N1 role, name, number kind, number, relation, role
N2 name, name
N3 street, street
N4 city, state, postal code, country, place kind, place, subdivision
N9 kind, number, text, date, time, time zone, more numbers
NM1 role, person or organization, last name, first name, middle name, prefix, suffix, number kind, number,
  relation, role, maiden name
NTE kind, text
NX2 address part, address, county, address part, address
OTI answer, reference kind, reference, sender, receiver, date, time, group number, set number, set, version,
  purpose, transaction kind, application, action, handling, status reason
PAL pallet kind, layers, blocks, packs, unit weight, unit, length, width, height, unit, gross weight, unit,
  gross volume, unit, pallet exchange, inner packs, pallet structure
PAM quantity kind, quantity, unit, amount kind, amount, period, date kind, date, time, date kind, date, time,
  percent kind, percent, yes or no
PCT percent kind, percent
PD period, date, unit, quantity, name, text, accounting part, number, text, detail
PDD line, quantity, amount, percent, detail
PEN transaction kind, amount, contribution, percent, special handling, number, number, loan kind, maintenance
PER function, name, kind, number, kind, number, kind, number, reference
PID form, what, agency, code, text, surface, list, applies, language
PKG form, packaging feature, agency, packaging, text, unit load
PKL item number kind, item number, unit, quantity, height, width, depth, unit, gross weight, unit, gross volume,
  unit, yes or no
PO1 line, quantity, unit, price, price basis, ids:10
PO3 reason for change, date, price kind, price, price basis, quantity, unit, text
PO4 packs, size, unit, packaging, weight kind, gross weight, unit, gross volume, unit, length, width, height,
  unit, inner packs, layer, line, line, number
POC line, change, quantity, quantity left, unit, price, price basis, ids:10
PRF order number, release, order change, order date, line, contract, order kind
PSA number kind, number, share, amount, amount kind
PTD transfer kind, multiplier kind, multiplier, reference kind, reference, movement
PWK report kind, how sent, copies, role, number kind, number, text, action, request kind
PYD amount, frequency, tax treatment, deduction kind, text
QTY kind, quantity, unit, text
R4 port function, place kind, place, port name, country, terminal, pier, state
RCD line, quantity received, unit, quantity returned, unit, quantity in question, unit, condition, quantity in
  question, unit, condition, quantity in question, unit, condition, quantity in question, unit, condition,
  quantity in question, unit, condition, quantity
RDM how sent, name, contact number, more numbers, more numbers
RED text, data kind, agency, list, list, code
REF kind, number, text, more numbers
RMR reference kind, reference, payment action, amount paid, amount of the item, discount, adjustment reason,
  adjustment
RPA rate kind, amount, rate, unit, percent
RYL number, last name, number kind, number
SAC charge or allowance, what for, agency, agency code, amount, percent basis, percent, rate, unit, quantity,
  quantity, how handled, reference, option, text, language
SCH quantity, unit, party, name, date kind, date, time, date kind, date, time, request, line
SDQ unit, place kind, place, quantity, place, quantity, place, quantity, place, quantity, place, quantity,
  place, quantity, place, quantity, place, quantity, place, quantity, place, quantity, location
SE segments, control number
SI agency, service kind, service, service kind, service, service kind, service, service kind, service, service
  kind, service, service kind, service, service kind, service, service kind, service, service kind, service,
  service kind, service
SII item number kind, item number, quantity, unit, price, price, amount
SLN part, parent part, relation, quantity, unit, price, price basis, relation, ids:10
SN1 line, quantity shipped, unit, shipped to date, quantity ordered, unit, returnable, status
SPI security level, number kind, number, title, purpose, status, purpose, report kind, security level, agency,
  list, number, certificate, detail, level structure
SR line, rotation, time, time, text, price, quantity, date, date, item number, item number
ST set, control number, guideline
TAX tax number, place kind, place, place kind, place, place kind, place, place kind, place, place kind, place,
  exemption, customs entry
TC2 commodity kind, commodity
TD1 packaging, packages, commodity kind, commodity, text, weight kind, weight, unit, volume, unit
TD3 equipment, initial, number, weight kind, weight, unit, ownership, seal status, seal, equipment type
TD4 handling, hazard kind, hazard, text, yes or no
TD5 route order, carrier kind, carrier, transport, route, status, place kind, place, direction, days basis,
  days, service, service, service, country
TDS total, amount for discount, discounted total, discount
TED reason, text, segment, place in the set, place in the segment, element, value received, new value
TRN trace kind, trace number, originator, reference
TSD line, position
TXI tax, amount, percent, jurisdiction kind, jurisdiction, exemption, relation, base, tax number, line
TXP tax number, payment kind, period end, detail, amount, detail, amount, detail, amount, verification
UIT unit, price, price basis
V1 vessel, vessel name, country, voyage, carrier, vessel number kind, vessel kind, vessel number kind, transport
VEH number, vehicle number, year, agency, number, number, number, length, number, state, place, yes or no,
  amount, yes or no, amount, action, country, name, country
YNQ condition, yes or no, form, period, text, text, text, list, code, text
`;

/** By segment identifier. */
export const elementNames: ReadonlyMap<string, readonly string[]> = new Map(
  words
    .replace(/\n +/g, ' ')
    .split('\n')
    .filter((line) => line !== '')
    .map(readLine),
);

function readLine(line: string): [id: string, names: string[]] {
  const [id = ''] = line.split(' ', 1);
  const names = line.slice(id.length + 1).split(', ');
  return [id, names.flatMap(spread)];
}

function spread(name: string): string[] {
  const pairs = /^ids:(\d+)$/.exec(name)?.[1];
  if (pairs === undefined) return [name];
  return Array.from({ length: Number(pairs) }, () => ['item number kind', 'item number']).flat();
}
