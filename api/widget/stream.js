/** kind: offline, unreachable, broken, or a status; wait: seconds. */
export class Failure extends Error {
  constructor(kind, { detail, retry_after: wait } = {}) {
    super(kind);
    Object.assign(this, { kind, detail, wait });
  }
}

/** Ask, follow the stages, and resolve to the answer. EventSource can neither POST nor send a key. */
export async function ask(api, key, question, signal, onStage) {
  const { body } = await send(`${api}v1/ask/stream`, key, question, signal);
  try {
    for await (const { event, data } of events(body)) {
      if (event === "error") throw new Failure(data.status, data);
      if (event === "status") onStage(data.stage);
      if (event === "answer") return data;
    }
  } catch (error) {
    if (signal.aborted || error instanceof Failure) throw error;
  }
  throw new Failure("broken");
}

export async function send(url, key, body, signal) {
  const headers = { "Content-Type": "application/json" };
  if (key) headers.Authorization = `Bearer ${key}`;
  const method = body ? "POST" : "GET";
  const response = await fetch(url, { method, headers, body: JSON.stringify(body), signal }).catch((error) => {
    throw signal?.aborted ? error : new Failure(navigator.onLine ? "unreachable" : "offline");
  });
  if (response.ok) return response;
  const problem = await response.json().catch(() => ({}));
  throw new Failure(response.status, { retry_after: response.headers.get("Retry-After"), ...problem });
}

async function* events(bytes) {
  const reader = bytes.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const blocks = (rest + value).split(/\r?\n\r?\n/);
    rest = blocks.pop();
    for (const block of blocks) {
      const field = (name) => block.split(/\r?\n/).find((line) => line.startsWith(name))?.slice(name.length);
      const data = field("data:");
      if (data) yield { event: field("event:").trim(), data: JSON.parse(data) };
    }
  }
}
