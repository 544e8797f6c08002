/**
 * Quantities and prices: the value as sent, the value in the hub's unit, and the quantity in the unit that the hospital keeps.
 *
 * One factor serves both: quantities are multiplied by it and prices divided, so that quantity x price stays the same.
 */
import type { YamlPath } from '../../yaml/index.js';
import {
  addProblem,
  checkColumn,
  type Compilation,
  compileLookup,
  type Lookup,
  formDecimal,
  formFactor,
  type FieldSpec,
  type UnitSpec,
} from '../file/index.js';
import {
  product,
  addIssue,
  type Make,
  type Place,
  compileKey,
  compileSource,
  lookUp,
  type SourceContext,
  type Value,
  type WholeKey,
} from '../values/index.js';
import { checkOptions, compileForm, missing, positiveDecimal, scaled, type Target } from './scalar.js';

interface Unit {
  raw: string;
  /** In the hub's words; '' when it could not be found, with an issue. */
  unit: string;
  /** '' when it should be there and is not. */
  factor: string;
  origin: Value['origin'];
}

/** Fills a quantity or a price; a plain selector makes one without a unit. */
export function compileMeasure(compilation: Compilation, spec: FieldSpec, target: Target): Make {
  checkOptions(compilation, spec, target);
  checkParts(compilation, spec, target);
  const isPrice = target.field.shape === 'price';
  const context: SourceContext = {
    compilation,
    path: target.path,
    label: target.field.path,
    manner: target.manner,
  };
  const source = compileSource(spec, context);
  const form = compileForm(compilation, spec, target);
  const unitOf = compileUnit(compilation, spec.unit, context);
  const stockOf = spec.stock === undefined ? undefined : compileStock(compilation, spec.stock, context);
  const perOf = spec.per === undefined ? undefined : compilePer(compilation, spec.per, context);
  return (place, path) => {
    const value = source(place, path);
    if (value.faulty) return undefined;
    if (value.text === '') return missing(target, place, path, value);
    const formed = (value.ours ? formDecimal : form)(value.text);
    if (!('text' in formed)) {
      const words = `${context.label} ${formed.words}.`;
      addIssue(place.run, path, target.manner, {
        code: formed.code,
        words,
        value: value.text,
        place: value.origin,
      });
      return undefined;
    }
    const unit = unitOf?.(place, path);
    const converted = scaled(formed.text, unit?.factor, isPrice ? 'divided' : 'times');
    noteOrigins(place, path, { value, unit, isConverted: converted !== undefined });
    const stock = stockOf?.(formed.text, place, path);
    const per = perOf?.(place, path);
    // Assigned and not spread: this runs several times for every line.
    const made: Measure = {};
    // Without its unit nobody can say what the value is in ours; the raw one stays.
    if (converted !== undefined) made.value = converted;
    if (unit && unit.unit !== '') made.unit = unit.unit;
    if (per) made.per = per;
    made.raw = { value: formed.text };
    if (unit && unit.raw !== '') made.raw.unit = unit.raw;
    if (stock) made.stock = stock;
    return made;
  };
}

interface Measure {
  value?: string;
  unit?: string;
  per?: string;
  raw?: { value: string; unit?: string };
  stock?: Stock;
}

function noteOrigins(
  { run }: Place,
  path: string,
  made: { value: Value; unit: Unit | undefined; isConverted: boolean },
): void {
  const { value, unit } = made;
  if (value.origin) {
    if (made.isConverted) run.origins[`${path}.value`] = value.origin;
    run.origins[`${path}.raw.value`] = value.origin;
  }
  if (!unit?.origin) return;
  if (unit.unit !== '') run.origins[`${path}.unit`] = unit.origin;
  if (unit.raw !== '') run.origins[`${path}.raw.unit`] = unit.origin;
}

function checkParts(compilation: Compilation, spec: FieldSpec, target: Target): void {
  const wrong = target.field.shape === 'price' ? 'stock' : 'per';
  if (spec[wrong] === undefined) return;
  const message = `${wrong}: does not go with a ${target.field.shape}`;
  addProblem(compilation, [...target.path, wrong], { code: 'MAP107', message });
}

type UnitOf = (place: Place, path: string) => Unit;

function compileUnit(
  compilation: Compilation,
  written: string | UnitSpec | undefined,
  above: SourceContext,
): UnitOf | undefined {
  if (written === undefined) return undefined;
  const spec: UnitSpec = typeof written === 'string' ? { from: written } : written;
  const path = typeof written === 'string' ? above.path : [...above.path, 'unit'];
  const context = { ...above, path, label: `the unit of ${above.label}` };
  if (spec.crosswalk === undefined) return compileUnitAsSent(compilation, spec, context);
  const lookup = compileLookup(compilation, spec.crosswalk, [...path, 'crosswalk']);
  const factor =
    spec.factor === undefined ? undefined : compileLookup(compilation, spec.factor, [...path, 'factor']);
  checkSameTable(compilation, { unit: lookup, factor }, path);
  checkColumn(compilation, factor, formFactor, [...path, 'factor']);
  const key = compileKey(spec, context, lookup?.key.length ?? 1);
  return (place, at) => {
    const { parts, origin } = key(place, `${at}.unit`);
    const raw = parts?.at(-1) ?? '';
    if (!lookup || parts === undefined) return { raw, unit: defaultUnit(spec), factor: '1', origin };
    const unit = lookUp(lookup, { place, path: `${at}.unit`, context }, { parts, origin });
    if (unit.faulty) return { raw, unit: '', factor: '', origin };
    const times = factorOf(factor, { parts, origin }, { place, path: at, context });
    return { raw, unit: unit.text, factor: times, origin };
  };
}

function checkSameTable(
  compilation: Compilation,
  found: Record<'unit' | 'factor', Lookup | undefined>,
  path: YamlPath,
): void {
  if (!found.unit || !found.factor || found.unit.name === found.factor.name) return;
  const message = 'unit and factor must come from the same crosswalk';
  addProblem(compilation, [...path, 'factor'], { code: 'MAP107', message });
}

function defaultUnit(spec: UnitSpec): string {
  return spec.default === undefined ? '' : String(spec.default);
}

/** Without a crosswalk the partner's unit is taken as ours: worth a warning, for a unit is easily another one elsewhere. */
function compileUnitAsSent(compilation: Compilation, spec: UnitSpec, context: SourceContext): UnitOf {
  if (spec.value === undefined && spec.values === undefined) {
    const message = `${context.label} is taken as the partner sends it`;
    const help = 'translate it: unit: { from: IT103, crosswalk: uom.hub }';
    addProblem(compilation, context.path, { code: 'MAP115', message, help, severity: 'warning' });
  }
  const source = compileSource(spec, context);
  return (place, at) => {
    const value = source(place, `${at}.unit`);
    return { raw: value.text, unit: value.text, factor: '1', origin: value.origin };
  };
}

type Wanting = { place: Place; path: string; context: SourceContext };

function factorOf(factor: Lookup | undefined, key: WholeKey, wanting: Wanting): string {
  if (!factor) return '1';
  const context = { ...wanting.context, label: `the factor of ${wanting.context.label}` };
  return positiveDecimal(lookUp(factor, wanting, key), { ...wanting, context });
}

type Stock = { value: string; unit: string; factor: string };

/** stock.value = the value as sent x factor: the table's key holds the unit as sent. */
function compileStock(compilation: Compilation, spec: NonNullable<FieldSpec['stock']>, above: SourceContext) {
  const path = [...above.path, 'stock'];
  const context = { ...above, path, label: `the stock quantity of ${above.label}` };
  const unit = compileLookup(compilation, spec.unit, [...path, 'unit']);
  const factor = compileLookup(compilation, spec.factor, [...path, 'factor']);
  checkSameTable(compilation, { unit, factor }, path);
  checkColumn(compilation, factor, formFactor, [...path, 'factor']);
  const key = compileKey(spec, context, unit?.key.length ?? 1);
  return (raw: string, place: Place, at: string): Stock | undefined => {
    const { parts, origin } = key(place, `${at}.stock`);
    if (!unit || !factor || parts === undefined) return undefined;
    const wanting = { place, path: `${at}.stock`, context };
    const stockUnit = lookUp(unit, wanting, { parts, origin });
    if (stockUnit.faulty) return undefined;
    const times = factorOf(factor, { parts, origin }, wanting);
    if (times === '') return undefined;
    if (origin) place.run.origins[`${at}.stock.unit`] = origin;
    return { value: product(raw, times), unit: stockUnit.text, factor: times };
  };
}

/** The number of units that the price is for; 1 is not written. */
function compilePer(compilation: Compilation, written: NonNullable<FieldSpec['per']>, above: SourceContext) {
  const spec = typeof written === 'string' ? { from: written } : written;
  const path = typeof written === 'string' ? above.path : [...above.path, 'per'];
  const context = { ...above, path, label: `the price basis of ${above.label}` };
  for (const [word, text] of Object.entries(spec.values ?? {})) {
    if (/^[1-9]\d*$/.test(text)) continue;
    const message = `"${text}" is no number of units`;
    addProblem(compilation, [...path, 'values', word], {
      code: 'MAP112',
      message,
      help: 'per: "100" is a price for 100',
    });
  }
  const source = compileSource(spec, context);
  return (place: Place, at: string): string | undefined => {
    const value = source(place, `${at}.per`);
    if (value.text === '' || value.text === '1') return undefined;
    const per = positiveDecimal(value, { place, path: `${at}.per`, context });
    return per === '' || per === '1' ? undefined : per;
  };
}
