// Reads a stream as a browser should: the standard's algorithm, for whole streams, with a name for each known deviation of a
// browser. Without deviations, `read` is the standard.

// The deviations, and the browsers that have them. `rules` are the rules of the conformance kit that the deviation breaks.
// `why` is for the browser's maintainers.
export const deviations = {
  lineEndAfterMark: {
    browser: "chromium",
    rules: ["bom-before-line-end"],
    why: "After a byte order mark, the parser skips its look at the next byte. If that is CR or LF, it ends no line, but "
      + "becomes part of the next line's field name, and that line is lost.",
  },
  idsNeedData: {
    browser: "firefox",
    rules: ["id-without-data"],
    why: "The ID of a block is kept in the message of that block, and thrown away with it if there is no data. A blank "
      + "line sets the last event ID with or without data.",
  },
  dropsNulls: {
    browser: "firefox",
    rules: ["null-is-data", "field-name-null"],
    why: "U+0000 is dropped from values, except as the first character after the colon, and at the start of a line after "
      + "LF, where what follows then counts as the line: a blank one, a comment or a field.",
  },
  nullInIdTakesNextField: {
    browser: "firefox",
    rules: ["id-with-null"],
    why: "When an `id` field with U+0000 is ignored, its name is not cleared, so the name of the block's next field is "
      + "read as `iddata` or the like, and that field is lost. U+0000 directly after the colon is taken as an ID.",
  },
  marksByRead: {
    browser: "webkit",
    rules: ["bom-split", "bom-at-chunk-start", "bom-incomplete"],
    why: "A byte order mark is looked for at the start of each read of the body, until one has it or has four bytes. So one "
      + "that comes in two reads becomes text, and one that is not at the start of the stream is dropped.",
  },
  marksOfUtf16: {
    browser: "webkit",
    rules: ["bom-incomplete"],
    why: "A stream that begins with the byte order mark of UTF-16 (FE FF or FF FE) is decoded as UTF-16. Event streams are "
      + "UTF-8 always.",
  },
};

export const knownOf = (browser) => Object.keys(deviations).filter((name) => deviations[name].browser === browser);

// Returns the events of a stream in these chunks, as read by a browser with these deviations.
export function read(chunks, known = []) {
  const has = (name) => known.includes(name);
  const text = has("marksByRead") ? decodeByRead(chunks, has("marksOfUtf16")) : decode(chunks);
  const events = [];
  let [data, type, id, lastEventId, lostName] = ["", "", null, "", ""];
  for (const { line: whole, follows } of lines(text, has("lineEndAfterMark"))) {
    const line = has("dropsNulls") && follows.endsWith("\n") ? whole.replace(/^\0+/, "") : whole;
    if (line === "") {
      if (id !== null && (data !== "" || !has("idsNeedData"))) lastEventId = id;
      if (data !== "") events.push({ type: type || "message", data: data.slice(0, -1), lastEventId });
      [data, type, id, lostName] = ["", "", null, ""];
      continue;
    }
    if (line.startsWith(":")) continue;
    const [, ownName, space = "", written = ""] = /^([^:]*)(?::( ?)([^]*))?$/.exec(line);
    const name = lostName + ownName;
    lostName = "";
    // A browser that skips the first character after the colon looks for U+0000 in the rest only.
    const seen = space === "" ? written.slice(1) : written;
    if (name === "id") {
      const hasNull = (has("nullInIdTakesNextField") ? seen : written).includes("\0");
      if (!hasNull) id = written;
      else if (has("nullInIdTakesNextField")) lostName = name;
      continue;
    }
    const value = has("dropsNulls") ? written.slice(0, written.length - seen.length) + seen.replaceAll("\0", "") : written;
    if (name === "data") data += `${value}\n`;
    else if (name === "event") type = value;
  }
  return events;
}

const utf8 = () => new TextDecoder("utf-8", { ignoreBOM: true });
const MARK = "\uFEFF";

function decode(chunks) {
  return utf8().decode(Buffer.concat(chunks));
}

// Yields the whole lines of a text without its byte order mark, each with the end of line before it.
function* lines(text, keepsLineEndAfterMark) {
  const hasMark = text.startsWith(MARK);
  const rest = hasMark ? text.slice(1) : text;
  const kept = hasMark && keepsLineEndAfterMark ? 1 : 0;
  let [start, follows] = [0, ""];
  const ends = /\r\n|\n|\r/g;
  ends.lastIndex = kept;
  for (let end = ends.exec(rest); end !== null; end = ends.exec(rest)) {
    yield { line: rest.slice(start, end.index), follows };
    [start, follows] = [ends.lastIndex, end[0]];
  }
}

// Returns the text, decoded read by read, without a byte order mark that is dropped. Any other mark is ordinary text.
function decodeByRead(chunks, knowsUtf16) {
  let decoder = utf8();
  let [text, isDecided] = ["", false];
  for (const chunk of chunks.filter((chunk) => chunk.length > 0)) {
    let bytes = chunk;
    if (!isDecided) {
      const starts = (...mark) => mark.every((byte, at) => bytes[at] === byte);
      let mark = 0;
      if (starts(0xef, 0xbb, 0xbf)) [mark, decoder] = [3, utf8()];
      else if (knowsUtf16 && starts(0xfe, 0xff)) [mark, decoder] = [2, new TextDecoder("utf-16be", { ignoreBOM: true })];
      else if (knowsUtf16 && starts(0xff, 0xfe)) [mark, decoder] = [2, new TextDecoder("utf-16le", { ignoreBOM: true })];
      isDecided = mark > 0 || bytes.length >= 4;
      bytes = bytes.subarray(mark);
    }
    text += decoder.decode(bytes, { stream: true });
  }
  text += decoder.decode();
  // Otherwise, `lines` would drop the mark.
  return text.startsWith(MARK) ? MARK + text : text;
}
