/** Ask the API and follow the answer as it comes. EventSource can neither POST nor send a key. */

/** kind is offline, unreachable, broken, or a status of the API; wait counts seconds. */
export class Failure extends Error {
  constructor(kind, { detail, retry_after: wait } = {}) {
    super(kind);
    Object.assign(this, { kind, detail, wait });
  }
}

/** Yield {event, data}, the event `answer` last; or throw a Failure, or the signal's AbortError. */
export async function* ask(api, key, question, signal) {
  const response = await post(`${api}v1/ask/stream`, key, question, signal);
  try {
    for await (const { event, data } of events(response.body)) {
      if (event === "error") throw new Failure(data.status, data);
      yield { event, data };
      if (event === "answer") return;
    }
  } catch (error) {
    if (signal.aborted || error instanceof Failure) throw error;
  }
  throw new Failure("broken");
}

/** POST JSON; resolve to a response that is ok, or throw a Failure. */
export async function post(url, key, body, signal) {
  const headers = { "Content-Type": "application/json" };
  if (key) headers.Authorization = `Bearer ${key}`;
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(body), signal }).catch((error) => {
    throw signal?.aborted ? error : new Failure(navigator.onLine ? "unreachable" : "offline");
  });
  if (response.ok) return response;
  const { detail } = await response.json().catch(() => ({}));
  throw new Failure(response.status, { detail, retry_after: response.headers.get("Retry-After") });
}

/** Parse server-sent events, whatever pieces the bytes come in. */
async function* events(bytes) {
  const reader = bytes.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      const blocks = (rest + value).split(/\r?\n\r?\n/);
      rest = blocks.pop();
      for (const block of blocks) {
        const field = (name) => block.split(/\r?\n/).find((line) => line.startsWith(name))?.slice(name.length);
        const data = field("data:"); // JSON is one line; a comment that keeps the connection open has none
        if (data) yield { event: field("event:").trim(), data: JSON.parse(data) };
      }
    }
  } finally {
    reader.cancel().catch(() => {}); // it may have failed already, and nobody waits for it any more
  }
}
