/** What a style sheet is where nothing is drawn. */
module.exports = ''
