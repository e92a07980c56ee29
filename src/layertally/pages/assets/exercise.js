// Exercises that check what is filled in, appended to layertally.js. Without a script there are the fields and the key.
{
/** Reads what a learner writes, exactly: numbers with thousands, + - * / ^, brackets, floor and ceil. `null`: unreadable. */
const arithmetic = {
  SAME: [[/[×·⋅•∗✕✖]/g, "*"], [/÷/g, "/"], [/[−–—]/g, "-"], [/[\[{]/g, "("], [/[\]}]/g, ")"], [/²/g, "^2"], [/³/g, "^3"],
    [/⌊/g, " floor("], [/⌈/g, " ceil("], [/[⌋⌉]/g, ")"]],
  TOKEN: /\s*(?:(\d{1,3}(?:[,\u2009\u202f' ]\d{3})+(?!\d)|\d+)|(floor|ceil)(?=\s*\()|(\*\*|\/\/|[-+*\/^()]|x(?=\s*[\d(])))\s*/iy,

  /** The value as a fraction of two integers, and whether it took a sign to get there. */
  read(text) {
    for (const [mark, plain] of this.SAME) text = text.replace(mark, plain);
    text = text.normalize("NFKC");
    const sides = text.split("=").map((side) => side.trim()).filter(Boolean).map((side) => this.side(side));
    if (!sides.length || sides.includes(null)) return null;
    return sides.every((side) => this.equal(side, sides[0])) ? { value: sides[0], worked: sides.some((side) => side.worked) } : null;
  },

  side(text) {
    const tokens = [];
    this.TOKEN.lastIndex = 0;
    while (this.TOKEN.lastIndex < text.length) {
      const found = this.TOKEN.exec(text);
      if (!found || tokens.length > 120) return null;
      const [, number, name, sign] = found;
      tokens.push(number ? { n: BigInt(number.replace(/\D/g, "")) } : { t: (name ?? sign).toLowerCase().replace("x", "*") });
    }
    let at = 0, depth = 0, worked = false;
    const is = (...marks) => marks.includes(tokens[at]?.t);
    const whole = ([n, d], up) => { const q = n / d, off = n % d; return off === 0n ? q : up ? q + (n > 0n ? 1n : 0n) : q - (n < 0n ? 1n : 0n); };
    const sum = () => {
      let left = product();
      while (is("+", "-")) {
        const minus = tokens[at++].t === "-", right = product();
        worked = true;
        left = [left[0] * right[1] + (minus ? -1n : 1n) * right[0] * left[1], left[1] * right[1]];
      }
      return left;
    };
    const product = () => {
      let left = power();
      while (is("*", "/", "//")) {
        const mark = tokens[at++].t, right = power();
        worked = true;
        if (mark === "*") left = [left[0] * right[0], left[1] * right[1]];
        else if (right[0] === 0n) throw new RangeError("division by zero");
        else left = right[0] < 0n ? [-left[0] * right[1], left[1] * -right[0]] : [left[0] * right[1], left[1] * right[0]];
        if (mark === "//") left = [whole(left, false), 1n];
      }
      return left;
    };
    const power = () => {
      const base = atom();
      if (!is("^", "**")) return base;
      at++;
      const [n, d] = power();
      if (d !== 1n || n < 0n || n > 12n) throw new RangeError("power");
      worked = true;
      return [base[0] ** n, base[1] ** n];
    };
    const atom = () => {
      if (++depth > 40) throw new RangeError("depth");
      try {
        const token = tokens[at++];
        if (token?.n !== undefined) return [token.n, 1n];
        if (token?.t === "-") { const [n, d] = atom(); return [-n, d]; }
        const name = token?.t;
        if (name === "floor" || name === "ceil") at++;
        else if (name !== "(") throw new SyntaxError("no number");
        const inside = sum();
        if (tokens[at++]?.t !== ")") throw new SyntaxError("open bracket");
        return name === "(" ? inside : [whole(inside, name === "ceil"), 1n];
      } finally { depth--; }
    };
    try {
      const value = sum();
      return at === tokens.length ? Object.assign(value, { worked }) : null;
    } catch { return null; }
  },

  equal: (a, b) => a[0] * b[1] === b[0] * a[1],
};

// On paper a key is open, whatever it was.
addEventListener("beforeprint", () => {
  for (const key of document.querySelectorAll(".lt-answers:not([open])")) Object.assign(key, { open: true, shut: true });
});
addEventListener("afterprint", () => {
  for (const key of document.querySelectorAll(".lt-answers")) if (key.shut) Object.assign(key, { open: false, shut: false });
});

class Exercise extends HTMLElement {
  connectedCallback() {
    if (this.ready) return;
    this.ready = true;
    const fields = [...this.querySelectorAll("input")];
    for (const [place, field] of fields.entries()) {
      field.addEventListener("change", () => this.check(field));
      field.addEventListener("input", () => this.say(field, ""));
      field.addEventListener("keydown", (event) => {
        if (event.key !== "Enter") return;
        this.check(field);
        fields[place + 1]?.focus();
      });
    }
  }

  /** Right, or what is wrong; a blank for a formula takes no bare number, which the figure shows. */
  check(field) {
    if (!field.value.trim()) return this.say(field, "");
    const row = this.querySelector(`tr[data-for="${field.id}"]`), found = arithmetic.read(field.value);
    if (!found) return this.say(field, "unread");
    const right = arithmetic.equal(found.value, [BigInt(row.dataset.value), 1n]);
    this.say(field, !right ? "wrong" : field.dataset.formula !== undefined && !found.worked ? "formula" : "right");
  }

  say(field, verdict) {
    const says = field.nextElementSibling, text = verdict ? this.dataset[verdict] : "";
    if (says.textContent !== text) says.textContent = text;
    if (!verdict) return field.removeAttribute("data-verdict"), field.removeAttribute("aria-invalid");
    field.dataset.verdict = verdict;
    field.setAttribute("aria-invalid", String(verdict !== "right"));
  }
}

if (!customElements.get("layertally-exercise")) customElements.define("layertally-exercise", Exercise);
}
