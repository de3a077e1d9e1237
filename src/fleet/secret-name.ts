/** Names of variables, keys and options whose values are nobody's business. */
const SECRET_NAME =
  /(?:^|[_.-])(?:TOKENS?|SECRETS?|PASS(?:WORD|WD|PHRASE)?|PWD|API_?KEYS?|KEY|CREDENTIALS?|COOKIES?|AUTH(?:ORIZATION)?|PRIVATE|DSN|WEBHOOK(?:_URL)?|SESSION|SIGNATURE|SALT|BEARER|SETCREDENTIAL(?:ENCRYPTED)?)(?:$|[_.-])|(?:TOKEN|SECRET|PASSWORD|APIKEY|PASSWD)$/i;

/** Names of that look which are known to hold none. */
const HARMLESS_NAME = /^(?:SSH_AUTH_SOCK|XDG_SESSION_\w+|DBUS_SESSION_BUS_ADDRESS|PWD|OLDPWD|XAUTHORITY)$/;

/** Whether a variable, key or option is called like one that holds a secret. */
export const isSecretName = (name: string): boolean => SECRET_NAME.test(name) && !HARMLESS_NAME.test(name);
