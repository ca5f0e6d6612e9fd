// The browser's own stores. They may be full or shut, or hold what this portal did not write:
// then nothing is kept or found, and the page works on.

const attempt = (action, otherwise) => {
  try {
    return action() ?? otherwise;
  } catch {
    return otherwise;
  }
};

export class Store {
  // `name`: "localStorage" or "sessionStorage".
  constructor(name) {
    this.name = name;
  }

  get(key) {
    return attempt(() => JSON.parse(window[this.name].getItem(key)), null);
  }

  set(key, value) {
    attempt(() => window[this.name].setItem(key, JSON.stringify(value)));
  }

  remove(key) {
    attempt(() => window[this.name].removeItem(key));
  }

  keys(prefix) {
    return attempt(() => Object.keys(window[this.name]), []).filter((key) => key.startsWith(prefix));
  }
}
