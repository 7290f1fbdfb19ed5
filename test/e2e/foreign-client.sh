#!/usr/bin/env bash
# A client of the paper venue that is not ours: bash, curl and openssl, written from the two seeds alone (Aquanow's page "Trading
# Strategies", Volven's page "Strategy API"). Makes every call that they document, and has every error that they document.
#
#   foreign-client.sh URL      against `tradeform paper serve`, of a project with the account CA1264810R and Volven's own two
#
# One line a check, `ok` or `not ok`; exit code 1 where one is not. What the venue draws by itself is compared by its form: <id>, <ms>
# (a time in milliseconds), <day>. `paper` moves the market, the clock and the switches of the venue, so that each error can be had.
set -uo pipefail

URL=${1:?the address of a served paper venue}
KEY=paper
SECRET=paper-secret
TOKEN=paper-token
ACCOUNT=CA1264810R
count=0
failed=0

# Standard output of each call: the status on the first line, the body after it.
request() { # request METHOD URL-PATH HEADER... -- [BODY]
  local method=$1 path=$2 headers=()
  shift 2
  while [ "$1" != -- ]; do headers+=(-H "$1") && shift; done
  shift
  local answer
  answer=$(curl -sS --max-time 20 -X "$method" "$URL$path" "${headers[@]}" ${1:+--data-raw "$1"} -w '\n%{http_code}') || return
  printf '%s\n%s' "${answer##*$'\n'}" "${answer%$'\n'*}"
}

nonce=0
aquanow() { # aquanow METHOD PATH [QUERY] [BODY]
  local signature now
  # Times in milliseconds that never come twice, whatever `date` can tell.
  now=$(($(date +%s) * 1000))
  nonce=$((nonce + 1 > now ? nonce + 1 : now))
  signature=$(printf '{"httpMethod":"%s","path":"%s","nonce":"%s"}' "$1" "$2" "$nonce" |
    openssl dgst -sha384 -hmac "$SECRET" -r | cut -d ' ' -f 1)
  reply=$(request "$1" "$2${3:-}" "x-api-key: $KEY" "x-nonce: $nonce" "x-signature: $signature" \
    'content-type: application/json' -- "${4:-}")
}

volven() { # volven METHOD PATH [BODY]
  reply=$(request "$1" "$2" "authorization: Bearer $TOKEN" 'content-type: application/json' -- "${3:-}")
}

paper() { # paper CONTROL BODY
  local answer
  answer=$(request POST "/paper/$1" -- "$2")
  [ "${answer%%$'\n'*}" = 200 ] || { echo "not ok - the control $1 $2: $answer" && exit 1; }
}

# What the venue draws by itself, by its form; `sed -E` as POSIX has it.
formed() {
  sed -E -e 's/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/<id>/g' \
    -e 's/"(quoteTime|expireTime|tradeTime)":[0-9]{13}/"\1":<ms>/g' \
    -e 's/"(tradeDate|valueDate)":"[0-9]{4}-[0-9]{2}-[0-9]{2}"/"\1":"<day>"/g' \
    -e 's/"timestamp":"[0-9T:.+-]+"/"timestamp":"<time>"/'
}

told() { # told WHAT OK [GOT]
  count=$((count + 1))
  if [ "$2" = yes ]; then
    echo "ok $count - $1"
  else
    failed=$((failed + 1))
    echo "not ok $count - $1: ${3:-}"
  fi
}

is() { # is WHAT STATUS BODY: the last reply, in the forms above
  local got
  got=$(printf '%s' "$reply" | formed)
  if [ "$got" = "$2"$'\n'"$3" ]; then told "$1" yes; else told "$1" no "$got"; fi
}

has() { # has WHAT STATUS TEXT...: the last reply contains all of these
  local what=$1 status=$2 text
  shift 2
  [ "${reply%%$'\n'*}" = "$status" ] || { told "$what" no "$reply" && return; }
  for text; do
    case $reply in *"$text"*) ;; *) told "$what" no "no $text in $reply" && return ;; esac
  done
  told "$what" yes
}

refused() { # refused WHAT STATUS MESSAGE: the error body of Aquanow's page
  is "$1" "$2" "{\"errors\":[{\"id\":\"<id>\",\"message\":\"$3\"}]}"
}

quote_id() { printf '%s' "$reply" | sed -nE 's/.*"quoteId":"([^"]+)".*/\1/p'; }

at() { paper price "{\"ticker\":\"BTC-USD\",\"bid\":$1,\"ask\":$1}"; }
without_permission() { paper settings '{"tradePermission":false}'; }
with_permission() { paper settings '{"tradePermission":true}'; }
strategies() { paper settings "{\"strategies\":{\"*\":[$1]}}"; }
EVERY='"RFQ","MARKET","FOK","LIMIT","GTC","GTD"'
ORDER="\"accountId\":\"$ACCOUNT\",\"ticker\":\"BTC-USD\""

echo '# Aquanow: RFQ'
at 101087.97
aquanow GET /trades/v2/getQuote "?ticker=BTC-USD&accountId=$ACCOUNT&tradeSide=buy&receiveQuantity=0.002"
is 'getQuote, 200' 200 "{\"type\":\"rfqGetQuoteAck\",\"data\":{\"accountId\":\"$ACCOUNT\",\"quoteId\":\"<id>\",\"symbol\":\"BTC-USD\",\"side\":\"buy\",\"receiveCurrency\":\"BTC\",\"deliverCurrency\":\"USD\",\"quoteTime\":<ms>,\"expireTime\":<ms>,\"deliverQuantity\":\"202.18\",\"receiveQuantity\":\"0.00200000\",\"price\":\"101087.97\"}}"
indicative=$(quote_id)
aquanow GET /trades/v2/getQuote "?ticker=BTC-XXX&accountId=$ACCOUNT&tradeSide=buy&deliverQuantity=1000"
refused 'getQuote, 400 invalid ticker' 400 'Product Not Supported'
aquanow POST /trades/v2/executeQuote '' "{\"quoteId\":\"$indicative\"}"
has 'getQuote is not executable' 400 '"errors"'

paper price '{"ticker":"BTC-USDT","bid":100690,"ask":100690}'
USDT="\"ticker\":\"BTC-USDT\",\"accountId\":\"$ACCOUNT\",\"tradeSide\":\"buy\""
QUOTE="\"accountId\":\"$ACCOUNT\",\"quoteId\":\"<id>\",\"symbol\":\"BTC-USDT\",\"side\":\"buy\",\"receiveCurrency\":\"BTC\",\"deliverCurrency\":\"USDT\",\"quoteTime\":<ms>,\"expireTime\":<ms>,\"price\":\"100690\""
aquanow POST /trades/v2/createQuote '' "{$USDT,\"receiveQuantity\":\"0.003\"}"
is 'createQuote, 200 by receiveQuantity' 200 "{\"type\":\"rfqCreateQuoteAck\",\"data\":{$QUOTE,\"deliverQuantity\":\"302.07\",\"receiveQuantity\":\"0.00300000\"}}"
aquanow POST /trades/v2/createQuote '' "{$USDT,\"deliverQuantity\":\"0.3\"}"
is 'createQuote, 200 by deliverQuantity' 200 "{\"type\":\"rfqCreateQuoteAck\",\"data\":{$QUOTE,\"deliverQuantity\":\"0.30\",\"receiveQuantity\":\"0.00000298\"}}"
aquanow POST /trades/v2/createQuote '' "{$USDT,\"receiveQuantity\":\"0.10000000000000000001\",\"usernameRef\":\"desk7\"}"
has 'createQuote, with a usernameRef, and every digit' 200 '"receiveQuantity":"0.10000000000000000001"'
aquanow POST /trades/v2/createQuote '' "{$USDT,\"receiveQuantity\":\"123456\"}"
refused 'createQuote, 200 insufficient funds' 200 'Insufficient Trade Credit'
paper settings '{"marketDepth":"0.5"}'
aquanow POST /trades/v2/createQuote '' "{$ORDER,\"tradeSide\":\"buy\",\"receiveQuantity\":\"1\"}"
has 'createQuote, 200 not filled: both quantities 0' 200 '"deliverQuantity":0,"receiveQuantity":0'
paper settings '{"marketDepth":null}'
aquanow POST /trades/v2/createQuote '' "{$ORDER,\"tradeSide\":\"buying\",\"receiveQuantity\":\"0.002\"}"
refused 'createQuote, 400 invalid trade side' 400 'Invalid tradeSide: buying'
aquanow POST /trades/v2/createQuote '' "{\"accountId\":\"$ACCOUNT\",\"ticker\":\"ETH-CADD\",\"tradeSide\":\"buy\",\"receiveQuantity\":\"1\"}"
refused 'createQuote, 400 invalid ticker' 400 'Invalid ticker: ETH-CADD'
aquanow POST /trades/v2/createQuote '' "{$ORDER,\"tradeSide\":\"buy\",\"receiveQuantity\":\"0.00000001\"}"
refused 'createQuote, 400 below the minimum' 400 'Trade size must be bigger than minimum size 1e-7. You submitted: 1e-8'
without_permission
aquanow POST /trades/v2/createQuote '' "{$ORDER,\"tradeSide\":\"buy\",\"receiveQuantity\":\"0.002\"}"
refused 'createQuote, 403 no trade permission' 403 'Access Denied'
with_permission
strategies '"MARKET"'
aquanow POST /trades/v2/createQuote '' "{$ORDER,\"tradeSide\":\"buy\",\"receiveQuantity\":\"0.002\"}"
refused 'createQuote, 500 strategy not enabled' 500 "You don't have permission to do this, contact info@aquanow.io if you have questions"
strategies "$EVERY"

quote() { aquanow POST /trades/v2/createQuote '' "{$ORDER,\"tradeSide\":\"buy\",\"receiveQuantity\":\"0.002\"}" && quoted=$(quote_id); }
quote
aquanow POST /trades/v2/executeQuote '' "{\"quoteId\":\"$quoted\"}"
is 'executeQuote, 200' 200 "{\"type\":\"rfqExecuteQuoteAck\",\"data\":{\"accountId\":\"$ACCOUNT\",\"quoteId\":\"<id>\",\"tradeDate\":\"<day>\",\"valueDate\":\"<day>\"}}"
done_with=$quoted
quote
paper time '{"advanceMs":8000}'
aquanow POST /trades/v2/executeQuote '' "{\"quoteId\":\"$quoted\"}"
refused 'executeQuote, 200 after its 8 seconds' 200 'The quote has already expired'
quote
without_permission
aquanow POST /trades/v2/executeQuote '' "{\"quoteId\":\"$quoted\"}"
refused 'executeQuote, 403 no trade permission' 403 'Access Denied'
with_permission
aquanow PUT /trades/v1/expireQuote '' "{\"quoteId\":\"$quoted\"}"
is 'expireQuote, 200' 200 '{"type":"rfqExpireQuoteAck","payload":{"quoteId":"<id>"}}'
aquanow PUT /trades/v1/expireQuote '' "{\"quoteId\":\"$quoted\"}"
refused 'expireQuote, 400 expired quote' 400 'quoteId: <id> has alreaady been processed'
aquanow PUT /trades/v1/expireQuote '' "{\"quoteId\":\"$done_with\"}"
refused 'expireQuote, 400 completed quote' 400 'quoteId: <id> has alreaady been processed'

echo '# Aquanow: MARKET'
market() { aquanow POST /trades/v2/market '' "{$1}"; }
TRADED='"tradeDate":"<day>","valueDate":"<day>"'
at 100649.98
market "\"ticker\":\"BTC-USD\",\"tradeSide\":\"sell\",\"accountId\":\"$ACCOUNT\",\"deliverQuantity\":\"0.02\""
is 'market, 200 sell by deliverQuantity' 200 "{\"type\":\"marketOrderSubmitAck\",\"data\":{\"accountId\":\"$ACCOUNT\",\"orderId\":\"<id>\",\"receiveCurrency\":\"USD\",\"receiveQuantity\":\"2013.00\",\"deliverCurrency\":\"BTC\",\"deliverQuantity\":\"0.02000000\",\"fee\":\"0.00\",$TRADED,\"tradePriceAvg\":\"100649.98\"}}"
at 101083.86
market "\"ticker\":\"BTC-USD\",\"tradeSide\":\"buy\",\"accountId\":\"$ACCOUNT\",\"receiveQuantity\":\"0.02\",\"usernameRef\":\"desk7\""
is 'market, 200 buy by receiveQuantity' 200 "{\"type\":\"marketOrderSubmitAck\",\"data\":{\"accountId\":\"$ACCOUNT\",\"orderId\":\"<id>\",\"receiveCurrency\":\"BTC\",\"receiveQuantity\":\"0.02000000\",\"deliverCurrency\":\"USD\",\"deliverQuantity\":\"2021.68\",\"fee\":\"0.00000000\",$TRADED,\"tradePriceAvg\":\"101083.86\"}}"
paper settings '{"marketDepth":"0.5"}'
market "$ORDER,\"tradeSide\":\"sell\",\"deliverQuantity\":\"1\""
is 'market, 200 not filled' 200 "{\"type\":\"marketOrderSubmitAck\",\"data\":{\"accountId\":\"$ACCOUNT\",\"orderId\":\"<id>\",\"receiveCurrency\":\"USD\",\"receiveQuantity\":0,\"deliverCurrency\":\"BTC\",\"deliverQuantity\":0,\"fee\":0}}"
paper settings '{"marketDepth":null}'
market "$ORDER,\"tradeSide\":\"buy\",\"receiveQuantity\":\"123456\""
refused 'market, 400 insufficient balance' 400 'Insufficient Trade Credit'
market "$ORDER,\"tradeSide\":\"buy\""
refused 'market, 400 no quantity' 400 'Either deliverQuantity or receiveQuantity must be specified, or must be bigger than 0'
market "$ORDER,\"tradeSide\":\"buy\",\"receiveQuantity\":\"1\",\"deliverQuantity\":\"1\""
refused 'market, 400 both quantities' 400 'Either deliverQuantity or receiveQuantity must be specified, or must be bigger than 0'
market "$ORDER,\"tradeSide\":\"buy\",\"deliverQuantity\":\"14.99\""
refused 'market, 400 below the minimum' 400 'The requested quantity is smaller than the minimum order size 15'
market "\"accountId\":\"$ACCOUNT\",\"ticker\":\"BTC-XXX\",\"tradeSide\":\"buy\",\"receiveQuantity\":\"1\""
refused 'market, 400 invalid ticker' 400 'data/ticker must be equal to one of the allowed values'
market "$ORDER,\"tradeSide\":\"selling\",\"receiveQuantity\":\"1\""
refused 'market, 400 invalid trade side' 400 'Invalid tradeSide: selling'
without_permission
market "$ORDER,\"tradeSide\":\"buy\",\"receiveQuantity\":\"0.02\""
refused 'market, 403 no trade permission' 403 'Access Denied'
with_permission
strategies '"RFQ"'
market "$ORDER,\"tradeSide\":\"buy\",\"receiveQuantity\":\"0.02\""
refused 'market, 502 strategy not enabled' 502 'User not authorized for MARKET'
strategies "$EVERY"

echo '# Aquanow: FOK'
order() { aquanow POST /trades/v2/order '' "{$1}"; }
at 100652.02
order "\"strategy\":\"FOK\",$ORDER,\"tradeSide\":\"sell\",\"deliverQuantity\":\"2\",\"tradePrice\":\"100652.02\",\"usernameRef\":\"desk7\""
is 'FOK, 200 filled' 200 "{\"type\":\"parentOrderSubmitAck\",\"data\":{\"accountId\":\"$ACCOUNT\",\"orderId\":\"<id>\",\"receiveCurrency\":\"USD\",\"receiveQuantity\":\"201304.04\",\"deliverCurrency\":\"BTC\",\"deliverQuantity\":\"2.00000000\",\"fee\":\"0\",\"tradeTime\":<ms>,\"symbol\":\"BTC-USD\",\"tradeStatus\":\"COMPLETE\",\"price\":\"100652.02\",$TRADED}}"
order "\"strategy\":\"FOK\",$ORDER,\"tradeSide\":\"buy\",\"receiveQuantity\":\"0.01\",\"tradePrice\":\"70228.01\""
is 'FOK, 200 not filled' 200 '{"type":"parentOrderSubmitAck","error":{"message":"Cancelled - Price not marketable"},"data":{"orderId":"<id>","receiveCurrency":"BTC","receiveQuantity":0,"deliverCurrency":"USD","deliverQuantity":0,"fee":0,"tradeTime":<ms>,"symbol":"BTC-USD","tradeStatus":"CANCELLED","price":70228.01}}'
order "\"strategy\":\"FOK\",$ORDER,\"tradeSide\":\"buy\",\"receiveQuantity\":\"20000\",\"tradePrice\":\"110000\""
refused 'FOK, 400 insufficient balance' 400 'Error while calculating trade price and quantities: Quantity 20000 exceeds data limits. Please use a smaller amount.'
order "\"strategy\":\"FOK\",$ORDER,\"tradeSide\":\"buy\",\"tradePrice\":\"110000\""
refused 'FOK, 400 no quantity' 400 'provide at least one baseQuantity and quoteQuantity to be non-zero'
order "\"strategy\":\"FOK\",$ORDER,\"tradeSide\":\"buying\",\"receiveQuantity\":\"1\",\"tradePrice\":\"110000\""
refused 'FOK, 400 invalid trade side' 400 'data/tradeSide must be equal to one of the allowed values'
without_permission
order "\"strategy\":\"FOK\",$ORDER,\"tradeSide\":\"buy\",\"receiveQuantity\":\"1\",\"tradePrice\":\"110000\""
refused 'FOK, 403 no trade permission' 403 'User is not authorized to access this resource with an explicit deny'
with_permission
strategies '"RFQ"'
order "\"strategy\":\"FOK\",$ORDER,\"tradeSide\":\"buy\",\"receiveQuantity\":\"1\",\"tradePrice\":\"110000\""
refused 'FOK, 502 strategy not enabled' 502 'User not authorized for FOK'
strategies "$EVERY"

echo '# Aquanow: LIMIT, GTC, GTD'
resting() { # resting WHAT MARKET STRATEGY SIDE LEG AMOUNT PRICE RECEIVED DELIVERED [DATE]
  at "$2"
  order "\"strategy\":\"$3\",$ORDER,\"tradeSide\":\"$4\",\"$5\":\"$6\",\"priceLimit\":\"$7\"${10:+,\"expirationTime\":${10}}"
  is "$1" 200 "{\"type\":\"$(printf '%s' "$3" | tr '[:upper:]' '[:lower:]')OrderAck\",\"data\":{\"accountId\":\"$ACCOUNT\",\"quoteId\":\"<id>\",\"quoteTime\":<ms>,\"expireTime\":<ms>,\"ticker\":\"BTC-USD\",\"tradeSide\":\"$4\",\"receiveCurrency\":\"${8#* }\",\"receiveQuantity\":\"${8% *}\",\"deliverCurrency\":\"${9#* }\",\"deliverQuantity\":\"${9% *}\",\"price\":\"$7\"}}"
}
in_three_days=$((($(date +%s) + 3 * 86400) * 1000))
resting 'LIMIT, 200 buy by receiveQuantity' 102213.50 LIMIT buy receiveQuantity 0.02 102536.06 '0.02000000 BTC' '2044.27 USD'
resting 'LIMIT, 200 sell by deliverQuantity' 101789.82 LIMIT sell deliverQuantity 15 102536.06 '1526847.30 USD' '15.00000000 BTC'
resting 'GTC, 200 buy by deliverQuantity' 102081.19 GTC buy deliverQuantity 1000 102028.52 '0.00979612 BTC' '1000.00 USD'
resting 'GTC, 200 sell by receiveQuantity' 101882.07 GTC sell receiveQuantity 1000 102028.52 '1000.00 USD' '0.00981527 BTC'
resting 'GTD, 200 buy by deliverQuantity' 102315.00 GTD buy deliverQuantity 1023.15 102299.79 '0.01000000 BTC' '1023.15 USD' "$in_three_days"
resting 'GTD, 200 sell by receiveQuantity' 101873.45 GTD sell receiveQuantity 100.00 102299.79 '100.00 USD' '0.00098161 BTC' "$in_three_days"
BUY="$ORDER,\"tradeSide\":\"buy\",\"priceLimit\":\"80000.00\""
too_far=$((($(date +%s) + 91 * 86400) * 1000))
order "\"strategy\":\"GTD\",$BUY,\"receiveQuantity\":\"0.02\",\"expirationTime\":$too_far"
refused 'GTD, 400 beyond 90 days' 400 "expirationTime should be within 90 days from now: $too_far"
order "\"strategy\":\"GTD\",$BUY,\"receiveQuantity\":\"0.02\""
refused 'GTD, 400 no expirationTime' 400 "data must have required property 'expirationTime'"
for strategy in LIMIT GTC GTD; do
  date=
  [ $strategy = GTD ] && date=",\"expirationTime\":$in_three_days"
  order "\"strategy\":\"$strategy\",\"accountId\":\"$ACCOUNT\",\"ticker\":\"BTC-XXX\",\"tradeSide\":\"buy\",\"priceLimit\":\"80000\",\"receiveQuantity\":\"1\"$date"
  refused "$strategy, 400 invalid ticker" 400 'data/ticker must be equal to one of the allowed values'
  order "\"strategy\":\"$strategy\",$ORDER,\"tradeSide\":\"buying\",\"priceLimit\":\"80000\",\"receiveQuantity\":\"1\"$date"
  refused "$strategy, 400 invalid trade side" 400 'data/tradeSide must be equal to one of the allowed values'
  order "\"strategy\":\"$strategy\",$BUY,\"receiveQuantity\":\"12345\"$date"
  refused "$strategy, 400 insufficient funds" 400 'Insufficient Trade Credit'
  order "\"strategy\":\"$strategy\",$BUY,\"deliverQuantity\":\"14.99\"$date"
  refused "$strategy, 400 below the minimum" 400 'The requested quantity is smaller than the minimum order size 15'
  without_permission
  order "\"strategy\":\"$strategy\",$BUY,\"receiveQuantity\":\"0.02\"$date"
  refused "$strategy, 403 no trade permission" 403 'Access Denied'
  with_permission
  strategies '"RFQ"'
  order "\"strategy\":\"$strategy\",$BUY,\"receiveQuantity\":\"0.02\"$date"
  refused "$strategy, 502 strategy not enabled" 502 "User not authorized for $strategy"
  strategies "$EVERY"
done
at 101000
order "\"strategy\":\"GTC\",$ORDER,\"tradeSide\":\"sell\",\"deliverQuantity\":\"0.123456789012345678901234567891\",\"priceLimit\":\"250000.0000000000000000001\""
has 'GTC, thirty digits, each of them kept' 200 '"deliverQuantity":"0.123456789012345678901234567891"' '"price":"250000.0000000000000000001"'

echo '# Aquanow: headers'
reply=$(request POST /trades/v2/market 'x-api-key: paper' 'x-nonce: 1' 'x-signature: 00' -- '{}')
has 'a signature that is none is not let in' 401
reply=$(request GET "/trades/v2/getQuote?ticker=BTC-USD&accountId=$ACCOUNT&tradeSide=buy&receiveQuantity=1" --)
has 'nor is a call without the three headers' 401

echo '# Volven'
volven GET /as/v3/accounts
has 'accounts, 200' 200 '"id":"99998"' '"exchangeCode":"BYB"' '"accountType":"SUB_ACCOUNT"' '"spot":{"isActive":true}' \
  '"futures":{"isActive":true,"settings":{}}' '"id":"99999"' '"exchangeCode":"BIN"'
volven GET /mms/v2/productDetails
has 'productDetails, 200 of all exchanges' 200 '"productCode":"btcusdt_f"' '"exchangeCode":"BYB"' '"exchangeCode":"BIN"'
volven GET '/mms/v2/productDetails?exchangeCode=BYB'
has 'productDetails, 200 of one exchange' 200 \
  '{"productCode":"btcusdt","exchangeProductCode":"BTCUSDT","exchangeCode":"BYB","base":"BTC","quote":"USDT","minSize":"0.000001","maxSize":"17000","minPrice":"0.01","minNotionalValue":"5","sizeIncrement":"0.000001","priceIncrement":"0.01","productType":"SPOT","name":"BTC/USDT","tradingViewSymbol":"BYBIT:BTCUSDT","walletTypes":["BYBIT_SPOT","BYBIT_UNIFIED_TRADING"],"volvenName":"BTC/USDT","contractValue":"","contractValueCurrency":"","removed":false}' \
  '{"productCode":"btcusdt_f","exchangeProductCode":"BTCUSDT","exchangeCode":"BYB","base":"BTC","quote":"USDT","minSize":"0.001","maxSize":"1190.000","minPrice":"0.10","sizeIncrement":"0.001","priceIncrement":"0.10","productType":"FUTURES","name":"BTCUSDT USDT Perpetual","contractType":"PERPETUAL","tradingViewSymbol":"BYBIT:BTCUSDT.P","walletTypes":["BYBIT_DERIVATIVES","BYBIT_UNIFIED_TRADING"],"contractCategory":"LINEAR","volvenName":"BTCUSDT Perpetual","contractValue":"","contractValueCurrency":"","removed":false}'
for code in BIN OKX CRYPTO IB VB; do
  volven GET "/mms/v2/productDetails?exchangeCode=$code"
  has "productDetails, 200 of $code" 200 '['
done
CREATE=/strategy-orchestrator/strategies/action/create
SMO='"strategyType":"SMO","productCode":"btcusdt_f","accountId":"99998","side":"BUY","size":0.1,"priceLimit":95000,"orderMaxSize":0.03,"aggressiveness":0.5,"triggerPrice":94000,"useSpikeProtection":false,"alwaysPassive":true,"autoRun":true'
volven POST "$CREATE" "{$SMO}"
case $reply in
  201$'\n''{"strategyId":"'?*'"}') told 'create, 201' yes ;;
  *) told 'create, 201' no "$reply" ;;
esac
volven POST "$CREATE" '{"strategyType":"SMO","productCode":"btcusdt_f","accountId":"99998","side":"buy","size":0.1,"priceLimit":0,"orderMaxSize":0,"aggressiveness":1.5}'
is 'create, 400 with all four field errors' 400 '{"timestamp":"<time>","status":"400","error":"Bad Request","message":"Validation failed","path":"/strategy-orchestrator/strategies/SMO/action/create","errors":[{"field":"aggressiveness","description":"must be between 0 and 1"},{"field":"orderMaxSize","description":"must be greater than 0"},{"field":"priceLimit","description":"must be greater than 0"},{"field":"side","description":"must match \"BUY|SELL\""}]}'
volven POST "$CREATE" "{$SMO,}"
has 'create, the printed body with its last comma is no JSON' 400 '"status":"400"'
volven POST "$CREATE" '{"strategyType":"SMO","productCode":"finusdt","accountId":"99998","side":"BUY","size":0.10000000000000000001,"priceLimit":100,"autoRun":false}'
has 'create, every digit of a size' 201 '"strategyId"'
TOKEN=somebody-elses
volven GET /as/v3/accounts
has 'a token that is none is not let in' 401

echo "1..$count"
[ "$failed" = 0 ]
