export function short_key(key: string): string;
