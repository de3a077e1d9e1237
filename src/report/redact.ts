export { REDACTED, redactText, redactValue, redactWords } from '../model/redact.ts';
