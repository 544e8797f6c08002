/**
 * The acknowledgment codes of AK3, AK4, AK5, AK9 and TA1 in our own words. Data; a code that is not here is shown as it is.
 *
 * Codes with an I stand in a 999 only: X12 allows what they tell, the partner's guide does not.
 */

/** AK304, IK304 */
export const segmentFaults: Record<string, string> = {
  '1': 'segment not recognised',
  '2': 'segment not expected here',
  '3': 'mandatory segment missing',
  '4': 'loop occurs too often',
  '5': 'segment occurs too often',
  '6': 'segment not part of this set',
  '7': 'segment out of sequence',
  '8': 'segment has faults in its elements',
  I4: "segment not used in the partner's guide",
  I6: "segment missing that the partner's guide calls for here",
  I7: "loop occurs too seldom for the partner's guide",
  I8: "segment occurs too seldom for the partner's guide",
  I9: "segment given that the partner's guide excludes here",
};

/** AK403, IK403 */
export const elementFaults: Record<string, string> = {
  '1': 'mandatory element missing',
  '2': 'element missing that another one calls for',
  '3': 'too many elements',
  '4': 'value too short',
  '5': 'value too long',
  '6': 'character not allowed',
  '7': 'code value not accepted',
  '8': 'date not valid',
  '9': 'time not valid',
  '10': 'element given that another one excludes',
  '12': 'too many repetitions',
  '13': 'too many components',
  I6: "code value not used in the partner's guide",
  I9: "element missing that the partner's guide calls for",
  I10: "element not used in the partner's guide",
  I11: "too few repetitions for the partner's guide",
  I12: "value without the form that the partner's guide asks for",
  I13: "element given that the partner's guide excludes here",
};

/** AK502 to AK506, IK502 to IK506 */
export const setReasons: Record<string, string> = {
  '1': 'this kind of set is not supported',
  '2': 'the trailer SE is missing',
  '3': 'the control numbers of ST and SE differ',
  '4': 'the segment count in SE is wrong',
  '5': 'one or more segments are at fault',
  '6': 'the set identifier is missing or not valid',
  '7': 'the set control number is missing or not valid',
  '8': 'the authentication key is unknown',
  '9': 'the encryption key is unknown',
  '10': 'the requested security service is not available',
  '11': 'the security recipient is unknown',
  '12': 'the message length of the encrypted part is wrong',
  '13': 'the message authentication code did not match',
  '15': 'the security originator is unknown',
  '16': 'the decrypted text has faults',
  '17': 'security is not supported',
  '18': 'the set does not belong in a group of this kind',
  '19': 'the guide named in ST is not valid',
  '23': 'the set control number is not unique in its group',
  I5: "one or more segments are not as the partner's guide says",
  I6: 'the partner does not support the guide that the set follows',
};

/** AK905 to AK909 */
export const groupReasons: Record<string, string> = {
  '1': 'this kind of group is not supported',
  '2': 'this version is not supported',
  '3': 'the trailer GE is missing',
  '4': 'the control numbers of GS and GE differ',
  '5': 'the number of sets in GE is wrong',
  '6': 'the group control number is not valid',
  '10': 'the authentication key is unknown',
  '11': 'the encryption key is unknown',
  '12': 'the requested security service is not available',
  '13': 'the security recipient is unknown',
  '14': 'the security originator is unknown',
  '15': 'the decrypted text has faults',
  '16': 'security is not supported',
  '17': 'the message length of the encrypted part is wrong',
  '18': 'the message authentication code did not match',
  '19': 'the group control number is not unique in its interchange',
};

/** TA105 */
export const ta1Reasons: Record<string, string> = {
  '001': 'the control numbers of ISA and IEA differ',
  '002': 'the standard named in ISA11 is not supported',
  '003': 'this interchange version is not supported',
  '004': 'the segment terminator is not valid',
  '005': 'the sender qualifier is not valid',
  '006': 'the sender is not known',
  '007': 'the receiver qualifier is not valid',
  '008': 'the receiver is not valid',
  '009': 'the receiver is not known',
  '010': 'the authorization qualifier is not valid',
  '011': 'the authorization value is not valid',
  '012': 'the security qualifier is not valid',
  '013': 'the security value is not valid',
  '014': 'the interchange date is not valid',
  '015': 'the interchange time is not valid',
  '016': 'the standard named in ISA11 is not valid',
  '017': 'the interchange version is not valid',
  '018': 'the interchange control number is not valid',
  '019': 'ISA14 is not valid',
  '020': 'the usage in ISA15 is not valid',
  '021': 'the number of groups in IEA is wrong',
  '022': 'the structure of the envelope is not valid',
  '023': 'the file ends before the interchange does',
  '024': 'the content of the interchange is not valid',
  '025': 'the interchange control number was used before',
  '026': 'the element separator is not valid',
  '027': 'the component separator is not valid',
  '028': 'the delivery date of a deferred delivery is not valid',
  '029': 'the delivery time of a deferred delivery is not valid',
  '030': 'the delivery time code of a deferred delivery is not valid',
  '031': 'the grade of service is not valid',
};
