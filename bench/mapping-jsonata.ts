/**
 * The mappings of bench/mapping-subject.ts in JSONata, from a plain JSON form of the document.
 *
 * JSONata calculates with doubles and knows no origins, required fields or issues: it makes the bare record, and look-ups
 * are functions that it is given.
 */
import jsonata from 'jsonata';
import type { X12Document, X12Loop } from '../src/x12/document.js';
import type { MappingSet } from './mapping-subject.js';
import type { Tables } from './mapping-closures.js';

/** A loop: its segments by identifier, each an object of elements by number; the loops inside by identifier. */
export interface JsonLoop {
  [id: string]: Record<string, string>[] | Record<string, JsonLoop[]>;
  loops: Record<string, JsonLoop[]>;
}

/** The plain JSON form. */
export function toJsonForm(document: X12Document): JsonLoop {
  return jsonLoop(document.root);
}

function jsonLoop(loop: X12Loop): JsonLoop {
  const form: JsonLoop = { loops: {} };
  for (const segment of loop.segments) {
    const elements: Record<string, string> = {};
    for (let element = 1; element <= segment.elementCount; element += 1) {
      const text = segment.element(element).trim();
      if (text !== '') elements[`e${element}`] = text;
    }
    ((form[segment.id] ??= []) as Record<string, string>[]).push(elements);
  }
  for (const inner of loop.loops) {
    const id = inner.id === 'HL' ? `HL_${inner.level}` : inner.id;
    (form.loops[id] ??= []).push(jsonLoop(inner));
  }
  return form;
}

const day = '$substring(@, 0, 4) & "-" & $substring(@, 4, 2) & "-" & $substring(@, 6)';
const functions = `
  $day := function($d) { ${day.replaceAll('@', '$d')} };
  $item := function($segment, $first) {{
    "vendor": $lookup($segment, "e" & ($first + 1)), "gtin": $lookup($segment, "e" & ($first + 3)),
    "lot": $lookup($segment, "e" & ($first + 5)), "qualifiers": [$lookup($segment, "e" & $first), $lookup($segment, "e" & ($first + 2))]
  }};
  $identifiers := function($item) {[
    { "kind": "vendor", "value": $item.vendor, "qualifier": $item.qualifiers[0] },
    { "kind": "gtin", "value": $item.gtin, "qualifier": $item.qualifiers[1] }
  ]};
  $measure := function($value, $unit, $isPrice) {(
    $row := $unitRow($unit);
    { "value": $row.factor = "1" ? $value : $isPrice ? $string($round($number($value) / $number($row.factor), 10)) : $string($number($value) * $number($row.factor)),
      "unit": $row.hub, "raw": { "value": $value, "unit": $unit } }
  )};
  $stock := function($value, $row) {{
    "value": $string($number($value) * $number($row.factor)), "unit": $row.unit, "factor": $row.factor
  }};`;

const expressions: Record<MappingSet, string> = {
  '810': `(${functions}
    $lines := loops.IT1.(
      $it1 := IT1[0];
      $item := $item($it1, 6);
      $row := $itemRow($item.vendor, $it1.e3);
      $quantity := $measure($it1.e2, $it1.e3, false);
      {
        "number": $it1.e1,
        "order": { "number": REF[e1 = "PO"].e2, "line": REF[e1 = "LI"].e2 },
        "item": { "number": $row.number, "description": loops.PID.PID[e1 = "F"].e5, "identifiers": $identifiers($item) },
        "quantity": $merge([$quantity, { "stock": $stock($it1.e2, $row) }]),
        "shipped": $measure(IT3.e1, IT3.e2, false),
        "price": $measure($it1.e4, $it1.e3, true),
        "amount": $formatNumber($number($it1.e2) * $number($it1.e4), "0.00"),
        "lots": [{ "lot": $item.lot }],
        "contract": REF[e1 = "CT"].e2,
        "shipNotice": { "number": REF[e1 = "SI"].e2 },
        "shipDate": $day(DTM[e1 = "011"].e2),
        "costCenter": REF[e1 = "CA"].e2
      });
    $shipTo := loops.N1.N1[e1 = "ST"];
    {
      "number": $uppercase(BIG.e2), "date": $day(BIG.e1),
      "kind": $lookup({ "DI": "invoice", "CR": "credit", "DR": "debit" }, BIG.e7),
      "currency": CUR.e2, "contract": REF[e1 = "CT"].e2,
      "order": { "number": BIG.e4, "date": $day(BIG.e3) },
      "shipTo": { "name": $shipTo.e2, "location": $location($shipTo.e4) },
      "terms": { "netDays": $number(ITD.e7) },
      "totals": { "stated": $formatNumber($number(TDS.e1) / 100, "0.00"), "computed": $formatNumber($sum($lines.($number(amount))), "0.00") },
      "lines": $lines
    })`,
  '856': `(${functions}
    $shipment := loops.HL_S;
    $shipTo := $shipment.loops.N1.N1[e1 = "ST"];
    $orders := $shipment.loops.HL_O;
    $lines := $orders.($order := PRF.e1; loops.HL_P.($pack := HL.e1; loops.HL_I.(
      $item := $item(LIN[0], 2);
      $row := $itemRow($item.vendor, SN1.e3);
      $quantity := $measure(SN1.e2, SN1.e3, false);
      {
        "number": HL.e1,
        "order": { "number": $order, "line": LIN.e1 },
        "item": { "number": $row.number, "description": PID[e1 = "F"].e5, "identifiers": $identifiers($item) },
        "quantity": $merge([$quantity, { "stock": $stock(SN1.e2, $row) }]),
        "ordered": $measure(SN1.e5, SN1.e6, false),
        "package": $pack,
        "lots": [{ "lot": $item.lot, "expires": $day(DTM[e1 = "036"].e2) }]
      })));
    {
      "number": BSN.e2, "date": $day(BSN.e3), "shipDate": $day(DTM[e1 = "011"].e2),
      "shipTo": { "name": $shipTo.e2, "location": $location($shipTo.e4) },
      "carrier": { "code": $shipment.TD5.e3 }, "billOfLading": $shipment.REF[e1 = "BM"].e2,
      "packageCount": $number($shipment.TD1.e2), "totals": { "lines": $count($lines) },
      "orders": [$orders.{ "number": PRF.e1, "date": $day(PRF.e4) }],
      "packages": [$orders.loops.HL_P.{ "id": HL.e1, "kind": "carton", "sscc": MAN[e1 = "GM"].e2 }],
      "lines": $lines
    })`,
};

export type JsonataMapping = (form: JsonLoop) => Promise<Record<string, unknown>>;

export function compileJsonata(
  set: MappingSet,
  tables: Tables,
  where: { partner: string; day: string },
): JsonataMapping {
  const expression = jsonata(expressions[set]);
  const find =
    (table: keyof Tables, ...key: string[]) =>
    (column: string) =>
      tables[table].find(key, where)?.cell(column);
  expression.registerFunction('unitRow', (unit: string) => {
    const cell = find('uom', unit);
    return { hub: cell('hub'), factor: cell('factor') };
  });
  expression.registerFunction('itemRow', (item: string, unit: string) => {
    const cell = find('items', item, unit);
    return { number: cell('item_number'), unit: cell('stock_unit'), factor: cell('factor') };
  });
  expression.registerFunction('location', (account: string) => find('locations', account)('location'));
  // Its lists carry marks of their own as extra properties; a plain copy is what one would keep.
  return async (form) => (await expression.evaluate(form)) as Record<string, unknown>;
}
