package frameworks

// Parse is parse, for the tests of malformed data.
var Parse = parse
