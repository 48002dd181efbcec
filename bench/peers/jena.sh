#!/bin/sh
# Apache Jena's command line: data file and shapes file in, the number of results out.
java=/usr/share/java
path="$(dirname "$0")/../../.bench/jena"
for jar in jena-core jena-base jena-iri jena-arq jena-cmds jena-shacl jena-shex jena-tdb jena-tdb2 jena-rdfconnection \
  jena-dboe-base jena-dboe-index jena-dboe-storage jena-dboe-trans-data jena-dboe-transaction slf4j-api slf4j-nop \
  commons-lang3 commons-io commons-codec commons-compress commons-csv commons-cli thrift protobuf gson jackson-core \
  jackson-databind jackson-annotations guava failureaccess jsonld-java httpclient httpcore dexx.collection \
  titanium-json-ld jsonp; do
  [ -f "$java/$jar.jar" ] && path="$path:$java/$jar.jar"
done
java -cp "$path" shacl.shacl v --shapes "$2" --data "$1" | grep -c 'sh:focusNode'
