/**
 * Operations on expectations.
 */
export {
  type ListedOverdue,
  listOverdueExpectations,
  settleOverdueExpectations,
} from './overdue-expectations.js';
