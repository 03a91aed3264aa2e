/**
 * What the checker has to refuse, each line: it reports an `expect-error` without an error, so this file passes only if
 * it sees every mistake. Nobody runs this file.
 */

import {
  acceptCase,
  answerTask,
  type AcceptReceipt,
  type Problem,
  type ReviewAnswer,
} from "../../../build/clients/typescript/yimen/index.js";

export function ofFields(receipt: AcceptReceipt, problem: Problem): void {
  // @ts-expect-error no such field
  console.log(receipt.promised_duo);
  // @ts-expect-error no such field
  console.log(problem.message);
  // @ts-expect-error a number
  console.log(problem.status.toUpperCase());
  // @ts-expect-error no such field
  const noted: ReviewAnswer = { recommendation: "grant", opinion: "", note: "" };
  // @ts-expect-error no such value
  const granted: ReviewAnswer = { recommendation: "granted", opinion: "" };
  console.log(noted, granted);
}

export async function ofHeaders(body: ReviewAnswer): Promise<void> {
  // @ts-expect-error the Idempotency-Key is missing
  await answerTask({ path: { task_id: "1.review" }, body });
  // @ts-expect-error the If-Match is missing
  await acceptCase({ path: { case_id: "1" }, headers: { "Idempotency-Key": "" } });
}
