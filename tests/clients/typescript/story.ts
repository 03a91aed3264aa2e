/**
 * A program that a user of the generated TypeScript client could write: it plays whole cases against a running hall.
 *
 * `node story.js URL PDF`, where PDF is a file to hand in. It prints the name of each story that was played to its end.
 */

import assert from "node:assert/strict";
import { createHash, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { argv } from "node:process";
import { setTimeout as sleep } from "node:timers/promises";

import { createClient, type Client } from "../../../build/clients/typescript/yimen/client/index.js";
import {
  acceptCase,
  addMaterial,
  addScan,
  answerTask,
  askProgress,
  claimTask,
  compareResult,
  decideCase,
  deliverResult,
  findItems,
  listCaseDocuments,
  listMaterials,
  listTasks,
  readApplication,
  readCase,
  readCertificate,
  readTimeline,
  receiveWalkIn,
  createApplication,
  submitApplication,
  type NewFile,
  type Problem,
  type TaskAnswer,
  type Upload,
  type WalkIn,
} from "../../../build/clients/typescript/yimen/index.js";

const [URL = "", FILE = ""] = argv.slice(2);
const PDF = readFileSync(FILE);
const PATIENCE = 30_000; // milliseconds
const RECOGNITION = "YM-S06";
const CARD = "YM-S07";
// The line of the face of YM-S06 that the officer states.
const FACE = { conclusion: "符合认定条件，认定为就业困难人员" };
const NAME = "林示例";
const NUMBER = "44170219900307801X";
const APPLICANT = { kind: "自然人", name: NAME, id_number: NUMBER, phone: "13800138001" };
/** What the forms of the two items ask of this person. */
const UNEMPLOYED = { category: "other", household_region: "441702000000", unemployed_since: "2025-08-01" };
const OWN_CARD = { holder_is_applicant: true, card_bank: "ccb" };

/** What each function of the generated client answers. */
type Answered<T> = { data?: T; error?: Problem; response?: Response };

const anonymous = createClient({ baseUrl: URL });

/** The local stack gives tokens for its personas; a deployment's come from the identity provider. */
async function actingAs(persona: string): Promise<Client> {
  const given = await fetch(`${URL}/local/token`, { method: "POST", body: JSON.stringify({ persona }) });
  const { access_token } = (await given.json()) as { access_token: string };
  return createClient({ baseUrl: URL, auth: access_token });
}

const me = await actingAs("citizen-lin");
const clerk = await actingAs("clerk-social");
const officer = await actingAs("officer-hrss");
const chief = await actingAs("chief-hrss");
const issuer = await actingAs("clerk-issuing");

/** A new `Idempotency-Key`, for one act and all its repetitions. */
function key(): { "Idempotency-Key": string } {
  return { "Idempotency-Key": randomUUID() };
}

/** The answer of a request that must succeed. */
function done<T>({ data, error }: Answered<T>): T {
  if (data === undefined) throw new Error(`${error?.status} ${error?.code}: ${error?.title}`);
  return data;
}

/** The problem of a request that must be refused. */
function refusal({ error }: Answered<unknown>): Problem {
  assert(error !== undefined);
  return error;
}

/** The version of what an answer shows, for `If-Match`. */
function version({ response }: Answered<unknown>): string {
  const etag = response?.headers.get("ETag");
  assert(etag);
  return etag;
}

/** One act, with its one `Idempotency-Key`, sent again for as long as the answer has `Retry-After`. */
async function patiently<T>(act: (one: ReturnType<typeof key>) => Promise<Answered<T>>): Promise<Answered<T>> {
  const one = key();
  for (const late = Date.now() + PATIENCE; ; ) {
    const answered = await act(one);
    const wait = answered.response?.headers.get("Retry-After");
    if (!wait || Date.now() > late) return answered;
    await sleep(Number(wait) * 1000);
  }
}

/** Look until there is something. */
async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (const late = Date.now() + PATIENCE; ; ) {
    const found = await look();
    if (found !== undefined) return found;
    assert(Date.now() < late, "it did not come");
    await sleep(200);
  }
}

function announcement(line: string): NewFile {
  const sha256 = createHash("sha256").update(PDF).digest("base64");
  return { line, file_name: `${line}.pdf`, content_type: "application/pdf", size: PDF.length, sha256 };
}

/** The bucket is no part of the API: its form is posted as it was given, the file last and without a token. */
async function putIntoBucket(upload: Upload): Promise<void> {
  const form = new FormData();
  for (const [name, value] of Object.entries(upload.fields)) form.append(name, value);
  form.append("file", new Blob([PDF], { type: "application/pdf" }));
  const put = await fetch(upload.url, { method: "POST", body: form });
  assert(put.ok, `${put.status}`);
}

/** From the application online to its delivery and its timeline. */
async function aWholeCase(): Promise<void> {
  const case_id = await applyOnline();
  const seen = await readCase({ client: clerk, path: { case_id } });
  const headers = { ...key(), "If-Match": version(seen) };
  const accepted = done(await acceptCase({ client: clerk, path: { case_id }, headers }));
  assert(accepted.promised_due);
  await review(case_id);
  await decide(case_id);
  await handOver(case_id);

  const shown = done(await readTimeline({ client: clerk, path: { case_id } }));
  const stages = shown.stages.map((stage) => stage.stage).filter((stage) => !stage.startsWith("shar"));
  assert.deepEqual(stages.slice(0, 2), ["submitted", "accepted"]); // other organs answer in between
  assert.deepEqual(new Set(shown.terms.map((term) => term.unit)), new Set(["workday"]));
  const mine = done(await readApplication({ client: me, path: { case_id } }));
  assert(["delivered", "closed"].includes(mine.status));
}

/** A draft, each file that its list of materials asks for, and the submission. Answers the id. */
async function applyOnline(): Promise<string> {
  const form = { applicant: APPLICANT, answers: UNEMPLOYED };
  const begun = await createApplication({ client: me, body: { item: RECOGNITION, form }, headers: key() });
  const path = { case_id: done(begun).id };
  for (const line of done(await listMaterials({ client: me, path })).materials) {
    if (!line.applies || !line.required || line.satisfied) continue;
    const asked = await addMaterial({ client: me, path, body: announcement(line.no), headers: key() });
    await putIntoBucket(done(asked).upload);
  }
  // 409 with Retry-After while the files are still being checked.
  const seen = { "If-Match": version(begun) };
  const sent = await patiently((one) => submitApplication({ client: me, path, headers: { ...one, ...seen } }));
  assert(done(sent).query_code);
  return path.case_id;
}

async function taskOf(whom: Client, case_id: string): Promise<TaskAnswer | undefined> {
  return done(await listTasks({ client: whom })).tasks.find((task) => task.case_id === case_id);
}

/** An officer of the department finds the task, claims it and answers it. */
async function review(case_id: string): Promise<void> {
  const task = await until(() => taskOf(officer, case_id));
  assert.equal(task.kind, "review");
  const path = { task_id: task.id };
  const claimed = done(await claimTask({ client: officer, path, headers: key() }));
  assert.equal(claimed.id, task.id);
  const body = { recommendation: "grant", opinion: "经审查，符合条件。" } as const;
  done(await answerTask({ client: officer, path, body, headers: key() }));
}

/** The chief representative decides, as soon as the task of deciding is there. */
async function decide(case_id: string): Promise<void> {
  const task = await until(() => taskOf(chief, case_id));
  assert.equal(task.kind, "decide");
  const seen = await readCase({ client: chief, path: { case_id } });
  const headers = { ...key(), "If-Match": version(seen) };
  done(await decideCase({ client: chief, path: { case_id }, body: { outcome: "grant", face: FACE }, headers }));
}

/** The issuing window compares the paper with what is on record, then gives it to the applicant. */
async function handOver(case_id: string): Promise<void> {
  const path = { case_id };
  const seen = await until(async () => {
    const one = await readCase({ client: issuer, path });
    return done(one).status === "comparing" ? one : undefined;
  });
  const shown = done(await readCertificate({ client: issuer, path, query: { purpose: "issue" } }));
  const face = Object.fromEntries(shown.face.map((line) => [line.key, line.value]));
  const as = { "If-Match": version(seen) };
  // 409 with Retry-After while the certificate is still being printed.
  const compared = await patiently((one) =>
    compareResult({ client: issuer, path, body: { face }, headers: { ...one, ...as } }),
  );
  assert(done(compared).matched);
  const recipient = { name: NAME, id_number: NUMBER, relation: "applicant", seen: true, signed: true } as const;
  const of = { "If-Match": version(compared) };
  // 409 with Retry-After while the result is still being numbered and printed.
  done(
    await patiently((one) =>
      deliverResult({ client: issuer, path, body: { recipient }, headers: { ...one, ...of } }),
    ),
  );
}

/** What is refused is a Problem, whichever status it has; its code tells a program what to do. */
async function problems(): Promise<void> {
  const begun = await createApplication({ client: me, body: { item: CARD }, headers: key() });
  const path = { case_id: done(begun).id };

  const headers = { ...key(), "If-Match": '"d9"' };
  const stale = refusal(await submitApplication({ client: me, path, headers }));
  assert.deepEqual([stale.status, stale.code], [412, "version_stale"]);

  const unnamed = { ...announcement("01"), file_name: "" };
  const wrong = refusal(await addMaterial({ client: me, path, body: unnamed, headers: key() }));
  assert.equal(wrong.status, 422);
  assert.deepEqual(
    wrong.errors?.map((one) => one.pointer),
    ["/file_name"],
  );

  const other = await actingAs("citizen-huang");
  assert.equal(refusal(await readApplication({ client: other, path })).code, "case_not_found");
  assert.equal(refusal(await listTasks({ client: me })).code, "permission_missing");
}

/** A list is read to its end by its cursor. */
async function everyPage(): Promise<void> {
  const seen: string[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = done(await findItems({ client: anonymous, query: { limit: 20, cursor } }));
    seen.push(...page.items.map((item) => item.id));
    if (!page.next_cursor) break;
    assert.equal(page.items.length, 20);
    cursor = page.next_cursor;
  }
  assert.equal(seen.length, 58);
  assert.equal(new Set(seen).size, 58);
}

/** At the window: the papers are taken and scanned, and the voucher's query code shows the progress to anybody. */
async function aWalkIn(): Promise<void> {
  const body: WalkIn = {
    item: CARD,
    form: { applicant: APPLICANT, answers: OWN_CARD },
    presented_by: { name: NAME, id_number: NUMBER, relation: "applicant", seen: true },
    papers: [{ line: "01", form: "复印件", pages: 1, matches_original: true }],
    scans: [announcement("01")],
  };
  const received = done(await receiveWalkIn({ client: clerk, body, headers: key() }));
  assert.deepEqual(
    received.uploads.map((one) => one.line),
    ["01"],
  );
  for (const one of received.uploads) await putIntoBucket(one.upload);
  const path = { case_id: received.id };
  const again = await addScan({ client: clerk, path, body: announcement("01"), headers: key() });
  await putIntoBucket(done(again).upload);

  const question = { query_code: received.query_code, factor: NUMBER.slice(-4) };
  const progress = done(await askProgress({ client: anonymous, body: question }));
  assert.deepEqual([progress.number, progress.status], [received.number, "submitted"]);
  const papers = done(await listCaseDocuments({ client: clerk, path })).documents;
  assert.deepEqual(
    papers.map((paper) => paper.kind),
    ["receipt_voucher"],
  );
}

for (const story of [aWholeCase, problems, everyPage, aWalkIn]) {
  await story();
  console.log(story.name);
}
