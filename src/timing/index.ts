/**
 * Time as people count it: periods, business days, wall clocks; and what is done again and again.
 */
export { type Calendar, calendarSchema, periodSchema } from './calendar.js';
export { type BusinessTime, dueTime } from './due-time.js';
export { effectiveDaysMax, readEffectiveTime, wallTime } from './effective-time.js';
export { coalesce, every } from './repeat.js';
export { inZone, isTimeZone, wallClockAt } from './wall-time.js';
