// The name of a text in the files that browsers load: they hold hundreds, and their long names
// would be a third of what is loaded. build.mjs fails where two texts would share one.
export function short_key(key) {
  let hash = 7;
  for (let i = 0; i < key.length; ++i) hash = (hash * 31 + key.charCodeAt(i)) % 1679616; // 36 ** 4
  return hash.toString(36);
}
