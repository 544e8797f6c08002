/**
 * The surgical case behind an implant order: who was operated on, by whom.
 *
 * All of it is marked sensitive: masked wherever a record is shown, to all but a role that may see it.
 */
import { z } from 'zod';
import { marks } from './marks.js';
import { day, text } from './scalars.js';

export const procedure = z
  .strictObject({
    date: day.optional().describe('Day of the procedure (DTM 472)'),
    caseNumber: text.optional().describe("The hospital's number of the case"),
    patient: text.optional().describe('The patient, as sent: a name or an account number (REF EJ)'),
    patientNumber: text.optional().describe('Medical record number of the patient'),
    encounter: text.optional().describe("The hospital's number of the stay or visit"),
    physician: text.optional().describe('Who operated'),
    physicianNumber: text.optional().describe("Number of the physician: an NPI, or the hospital's own"),
    room: text.optional().describe('Operating room'),
    code: text.optional().describe('Code of the procedure: CPT or ICD-10-PCS'),
    description: text.optional().describe('The procedure, in words'),
    representative: text.optional().describe("The supplier's representative who was present"),
  })
  .meta({ id: 'procedure', description: 'The surgical case of a bill-only order' })
  .register(marks, { sensitive: true });
