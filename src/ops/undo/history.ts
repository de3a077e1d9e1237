import type { Receipt } from '../../model/receipt.ts';
import { readReceipts, standing } from '../../store/receipts.ts';
import type { Context } from '../context.ts';

/** One receipt, and what became of its work. */
export interface Past {
  receipt: Receipt;
  standing: 'done' | 'partly' | 'undone';
}

/** What was written for this account, the newest first, and files among the receipts that are none. */
export function readHistory({ host, state }: Context): { past: Past[]; broken: readonly string[] } {
  const { receipts, broken } = readReceipts({ files: host.files, folder: state });
  const stands = standing(receipts);
  const past = receipts.map((receipt) => ({
    receipt,
    standing: stands.get(receipt.id) ?? ('done' as const),
  }));
  return { past, broken };
}
